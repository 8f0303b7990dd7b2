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
  /** '' for none. */
  dockerImage: string;
  cpuOnly: boolean;
  /** Seconds without a task, or without hearing from the server, after which the machine ends itself. */
  maxIdleSeconds: number;
}

/** `POST /api/machines/:id/report`, with the machine's credentials. */
export interface MachineReport {
  step: 'script' | 'agent' | 'powerOff';
  ok: boolean;
  /** What the step printed, its end. */
  log: string;
}
