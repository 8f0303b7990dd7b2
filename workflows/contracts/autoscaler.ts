/** What the workflow of a scaler asks and is told. */

export const AUTOSCALER_WORKFLOW = 'autoscalerWorkflow';

/** Signal: something that matters has changed; look now. */
export const AUTOSCALER_SIGNALS = { look: 'look' } as const;

/** Update: keeps what a machine has printed so far in its record. */
export const AUTOSCALER_UPDATES = { keepConsole: 'keepConsole' } as const;

export interface AutoscalerInput {
  scaler: string;
  name: string;
}

export const autoscalerWorkflowId = (scaler: string): string => `autoscaler-${scaler}`;

export interface ScalerLook {
  /** Machines whose launch is to be carried out, those of earlier looks that are not launched yet among them. */
  launch: string[];
  /** Machines that are to be ended. */
  end: string[];
  /** It is time to compare the records with the cloud. */
  seeCloud: boolean;
  /** Look again after this time, if nothing happens before. */
  nextMs: number;
  /** The scaler is stopped and has no machines left: the workflow ends. */
  over: boolean;
}

export interface AutoscalerActivities {
  /** Compares the records with the cloud. An unreachable cloud is noted, not thrown. */
  seeCloud(input: AutoscalerInput): Promise<void>;
  /** One transaction: reads everything, plans, writes the plan down. */
  planMachines(input: AutoscalerInput): Promise<ScalerLook>;
  /** Carries a launch out; the cloud's refusal is written down, not thrown. */
  launchMachine(machine: string): Promise<void>;
  /** Ends a machine and gives back what it ran. */
  endMachine(machine: string): Promise<void>;
  /** Asks the cloud what a machine has printed so far and keeps it. */
  keepConsole(machine: string): Promise<void>;
}
