import type { Installation } from '../installation.ts';

interface FailingCloud {
  inject(rule: { action: string; times: number; fault: 'cut after'; when(): boolean }): void;
}

/** Kills the orchestrator the moment that a cloud has done what it was asked for, before it can answer. */
export const killUpon = (cloud: FailingCloud, installation: Installation, action: string): void =>
  cloud.inject({
    action,
    times: 1,
    fault: 'cut after',
    when() {
      void installation.kill('orchestrator');
      return true;
    },
  });
