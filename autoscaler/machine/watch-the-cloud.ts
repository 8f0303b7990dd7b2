import type { InterruptionNotice } from '../../workflows/contracts/machine-api.ts';
import type { Life } from './life.ts';
import type { MachineServer } from './machine-server.ts';
import { say } from './say.ts';
import { watchInterruptions } from './watch-interruptions.ts';

/** A machine that is taken back is gone by then. */
const REPORT_MS = 120_000;

export interface CloudInput {
  metadataUrl: string | null;
  server: MachineServer;
  life: Life;
  signal: AbortSignal;
}

/** Ends the machine when its cloud says that it takes it back, and tells the server. Resolves after `signal`, and when all is told. */
export async function watchTheCloud({ metadataUrl, server, life, signal }: CloudInput): Promise<void> {
  if (metadataUrl === null) return;
  const told: Promise<void>[] = [];
  await watchInterruptions({
    metadataUrl,
    signal,
    onNotice(notice) {
      told.push(
        server
          .interrupted(notice, AbortSignal.timeout(REPORT_MS))
          .catch((error: Error) => say(`could not report the interruption: ${error.message}`)),
      );
      endFor(life, notice);
    },
  });
  await Promise.all(told);
}

/** What runs has time to end by itself as long as nothing is certain; then it goes where it can still end. */
function endFor(life: Life, { action, time }: InterruptionNotice): void {
  if (action === 'rebalance') life.end('the cloud is likely to take the machine back', 'drain');
  else life.end(`the cloud takes the machine back${time ? ` at ${time}` : ''}`, 'requeue');
}
