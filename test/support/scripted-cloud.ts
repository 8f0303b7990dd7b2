import { CloudRefusal, type LaunchRequest, type MachineProvider } from '../../autoscaler/providers/provider.ts';
import type { CloudMachine } from '../../workflows/contracts/cloud-machine.ts';

/** A cloud in memory that does what a test tells it to; like a real one it finds a machine again by its tag. */
export class ScriptedCloud {
  readonly machines: (CloudMachine & { scaler: string; joinToken: string })[] = [];
  readonly launches: string[] = [];
  readonly ends: string[] = [];
  /** Called before each launch: may refuse it. */
  onLaunch: (request: LaunchRequest) => void = () => {};
  /** Called after a launch took effect, before anybody hears of it. */
  onLaunched: (request: LaunchRequest) => void = () => {};
  onEnd: (cloudId: string) => void = () => {};
  console: string | null = null;
  now: () => Date = () => new Date();
  /** Machines launched less than so many lists ago are not listed yet. */
  listLag = 0;
  #lists = 0;
  #launchedAt = new Map<string, number>();

  readonly provider: MachineProvider = {
    launch: async (request) => this.#launch(request),
    list: async (scaler) => {
      this.#lists += 1;
      const isListed = ({ cloudId }: CloudMachine) => this.#lists - (this.#launchedAt.get(cloudId) ?? 0) > this.listLag;
      return this.machines.filter((machine) => machine.scaler === scaler && isListed(machine));
    },
    end: async (cloudId) => {
      this.onEnd(cloudId);
      this.ends.push(cloudId);
      this.set(cloudId, { state: 'gone' });
    },
    readConsole: async () => this.console,
    close: async () => {},
  };

  get alive(): CloudMachine[] {
    return this.machines.filter(({ state }) => state === 'starting' || state === 'running');
  }

  set(cloudId: string, change: Partial<CloudMachine>): void {
    Object.assign(this.machines.find((machine) => machine.cloudId === cloudId) ?? {}, change);
  }

  #launch(request: LaunchRequest): CloudMachine {
    const { machine, scaler, joinToken } = request;
    this.onLaunch(request);
    let found = this.machines.find((one) => one.machine === machine);
    if (!found) {
      const cloudId = `i-${this.launches.length}`;
      found = {
        cloudId,
        machine,
        scaler,
        joinToken,
        state: 'running',
        zone: 'a',
        launchedAt: this.now(),
        endedBy: null,
        interrupted: false,
      };
      this.machines.push(found);
      this.#launchedAt.set(cloudId, this.#lists);
      this.launches.push(machine);
    }
    this.onLaunched(request);
    return found;
  }
}

export const noCapacity = (): never => {
  throw new CloudRefusal('capacity', 'InsufficientInstanceCapacity: there is none of this type now');
};
