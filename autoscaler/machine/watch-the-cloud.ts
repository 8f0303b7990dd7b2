import type { InterruptionNotice } from '../../workflows/contracts/machine-api.ts';
import type { Life } from './life.ts';
import type { MachineServer } from './machine-server.ts';
import { ec2Notices } from './notices/ec2-notices.ts';
import { gcpNotices } from './notices/gcp-notices.ts';
import type { MachineCloud, NoticeSource, NoticeSourceInput } from './notices/notice-source.ts';
import { watchNotices } from './notices/watch-notices.ts';
import { say } from './say.ts';

/** A machine that is taken back is gone by then. */
const REPORT_MS = 120_000;

const SOURCES: Record<MachineCloud, (input: NoticeSourceInput) => NoticeSource> = { aws: ec2Notices, gcp: gcpNotices };

export interface CloudInput {
  cloud: MachineCloud;
  metadataUrl: string | null;
  server: MachineServer;
  life: Life;
  signal: AbortSignal;
}

/** Ends the machine when its cloud says that it takes it back, and tells the server. Resolves after `signal`, and when all is told. */
export async function watchTheCloud({ cloud, metadataUrl, server, life, signal }: CloudInput): Promise<void> {
  if (metadataUrl === null) return;
  const told: Promise<void>[] = [];
  await watchNotices({
    source: SOURCES[cloud]({ url: metadataUrl, signal }),
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
