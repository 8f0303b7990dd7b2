import { type ProcessIdentity, signalProcess } from '../../../stack/process-identity.ts';
import { createService, type ServiceSpec } from '../../../stack/service.ts';
import { eventually } from '../eventually.ts';

/** A service that is started again whenever it ends, as a container with a restart policy is. */
export interface KeptRunning {
  /** The process at the moment. */
  process(): ProcessIdentity;
  /** kill -9, and waits until its successor is ready. */
  crash(): Promise<void>;
  /** kill -9, without a successor until the answer is called. */
  takeAway(): Promise<() => Promise<void>>;
  stop(): Promise<void>;
}

export async function keepRunning(spec: ServiceSpec): Promise<KeptRunning> {
  let current: ProcessIdentity | undefined;
  let timesReady = 0;
  const create = () =>
    createService(spec, {
      started(process) {
        current = process;
      },
      ready() {
        timesReady += 1;
      },
      ended() {},
    });
  let service = create();
  await service.start().catch(async (error: unknown) => {
    await service.stop();
    throw error;
  });
  return {
    process: () => current!,
    async crash() {
      const before = timesReady;
      signalProcess(current!, 'SIGKILL');
      await eventually(`${spec.name} is back`, () => timesReady > before, { deadlineMs: 60_000 });
    },
    async takeAway() {
      service.kill();
      await service.stop();
      return async () => {
        service = create();
        await service.start();
      };
    },
    stop: () => service.stop(),
  };
}
