/** A machine as its cloud knows it. */
export interface CloudMachine {
  cloudId: string;
  /** Our id, from its tag. */
  machine: string;
  state: 'starting' | 'running' | 'ending' | 'gone';
  zone: string | null;
  launchedAt: Date;
  /** Why the cloud ended it, in its words; null when it did not. */
  endedBy: string | null;
  /** The cloud has said that it will take it back. */
  interrupted: boolean;
}
