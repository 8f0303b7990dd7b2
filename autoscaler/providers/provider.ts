import type { CloudMachine } from '../../workflows/contracts/cloud-machine.ts';
import type { ResourceConfiguration } from '../config/scaler-configuration.ts';

/**
 * Where machines come from. A cloud is one file (or folder) that implements this. Machines are found again by the tags that they were
 * launched with, never from memory, so every call may be repeated after a crash.
 */
export interface MachineProvider {
  /**
   * Launches one machine, or answers the one that was launched for `request.machine` before.
   * @throws CloudRefusal
   */
  launch(request: LaunchRequest): Promise<CloudMachine>;
  /** The machines of one scaler that the cloud still knows, ended ones among them. */
  list(scaler: string): Promise<CloudMachine[]>;
  /** Ends a machine, or an order for one; one that is gone is no error. */
  end(cloudId: string): Promise<void>;
  /** What the machine printed while it started; null while there is nothing. */
  readConsole(cloudId: string): Promise<string | null>;
  close(): Promise<void>;
}

export interface LaunchRequest {
  /** Our id of the machine: the same machine for the same id, however often it is asked for. */
  machine: string;
  scaler: string;
  /** As people see it in the cloud's own console. */
  name: string;
  resource: ResourceConfiguration;
  /** Address of the API as machines reach it. */
  serverUrl: string;
  /** Good for one join; all that a machine is told at its launch. */
  joinToken: string;
}

/** `capacity`: none of this kind now. `quota`: the account's limit. `throttled`: asked too often. `credentials`: not allowed. `invalid`: the configuration is wrong. */
export type CloudRefusalKind = 'capacity' | 'quota' | 'throttled' | 'credentials' | 'invalid';

/** The cloud said no; its own words are the message. Nothing was launched. */
export class CloudRefusal extends Error {
  readonly kind: CloudRefusalKind;

  constructor(kind: CloudRefusalKind, message: string) {
    super(message);
    this.name = 'CloudRefusal';
    this.kind = kind;
  }
}
