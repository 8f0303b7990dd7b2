/** What machines of autoscalers and the server say to each other, beside what every agent does. */

/** `POST /api/machines/join`, without any other credentials: the token is good once. */
export interface JoinRequest {
  token: string;
  /** Chosen by the machine, so that it may ask again when the answer was lost. */
  nonce: string;
}

export interface JoinResponse {
  machine: string;
  /** Worker id that its agent must take: prefix, resource, type and the cloud's id. */
  worker: string;
  queues: string[];
  apiUrl: string;
  filesUrl: string;
  webUrl: string;
  /** Credentials of this machine alone, revoked when it ends. */
  accessKey: string;
  secretKey: string;
  /** HOCON, on top of what the agent makes by itself. */
  extraConf: string;
  /** Runs before the agent starts; '' for none. */
  script: string;
  gitUser: string;
  gitPass: string;
  /** In which its agent runs tasks; '' to run them without containers. */
  dockerImage: string;
  cpuOnly: boolean;
  /** Seconds without a task, and without a scaler that would see to it, after which the machine ends itself. */
  maxIdleSeconds: number;
}

/** `POST /api/machines/:id/report`, with the machine's credentials. */
export interface MachineReport {
  step: MachineStep;
  ok: boolean;
  /** What the step printed, its end. */
  log: string;
}

export const MACHINE_STEPS = ['script', 'agent', 'powerOff'] as const;
export type MachineStep = (typeof MACHINE_STEPS)[number];

/** `POST /api/machines/:id/interrupted`: the cloud has said that it takes the machine back. */
export interface InterruptionNotice {
  action: InterruptionAction;
  /** When, in the cloud's words; null when it did not say. */
  time: string | null;
}

/** `rebalance`: likely soon. The others: within minutes. */
export const INTERRUPTION_ACTIONS = ['rebalance', 'terminate', 'stop', 'hibernate'] as const;
export type InterruptionAction = (typeof INTERRUPTION_ACTIONS)[number];

/** `GET /api/machines/:id`: asked for again and again by the machine. */
export interface MachineStanding {
  /** Its scaler is at work and will end it when it is not needed; otherwise the machine sees to that itself. */
  watched: boolean;
  /** It takes no more work and is about to be ended. */
  ending: boolean;
}
