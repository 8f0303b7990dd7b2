import { setTimeout as sleep } from 'node:timers/promises';
import type { InterruptionNotice } from '../../../workflows/contracts/machine-api.ts';
import type { NoticeSource } from './notice-source.ts';

const INTERVAL_MS = 5_000;
/** On a machine that knows no such address. */
const LONG_INTERVAL_MS = 60_000;

export interface NoticesInput {
  source: NoticeSource;
  /** Called once for a likely end, and once for a certain one. */
  onNotice(notice: InterruptionNotice): void;
  signal: AbortSignal;
  intervalMs?: number;
}

/** Asks whether the machine is taken back. Ends with the notice after which nothing else can come, or with the signal. */
export async function watchNotices({ source, onNotice, signal, intervalMs = INTERVAL_MS }: NoticesInput): Promise<void> {
  let warned = false;
  while (!signal.aborted) {
    try {
      const notice = await source.read(!warned);
      if (notice) onNotice(notice);
      if (notice && notice.action !== 'rebalance') return;
      warned ||= notice !== null;
    } catch {
      // Asked again: whoever is not there now may only be slow.
    }
    await sleep(source.answers() ? intervalMs : LONG_INTERVAL_MS, undefined, { signal }).catch(() => undefined);
  }
}
