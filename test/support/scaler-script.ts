import type { AutoscalerActivities, ScalerLook } from '../../workflows/contracts/autoscaler.ts';

const IDLE: ScalerLook = { launch: [], end: [], seeCloud: false, nextMs: 3_600_000, over: false };

/** What a scaler is answered, and what it did. */
export class ScalerScript {
  looks = 0;
  done: string[] = [];
  next: Partial<ScalerLook>[] = [];
  always: Partial<ScalerLook> = {};
  /** Machines whose launch hangs until it is let go. */
  hanging = new Map<string, PromiseWithResolvers<void>>();

  readonly activities: AutoscalerActivities = {
    planMachines: async () => {
      this.looks += 1;
      return { ...IDLE, ...this.always, ...this.next.shift() };
    },
    seeCloud: async () => void this.done.push('see'),
    launchMachine: async (machine) => {
      await this.hanging.get(machine)?.promise;
      this.done.push(`launch ${machine}`);
    },
    endMachine: async (machine) => void this.done.push(`end ${machine}`),
    keepConsole: async (machine) => {
      if (machine === 'mute') throw new Error('the cloud does not answer');
      this.done.push(`console ${machine}`);
    },
  };
}
