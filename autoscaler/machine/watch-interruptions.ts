import { setTimeout as sleep } from 'node:timers/promises';
import { INTERRUPTION_ACTIONS, type InterruptionNotice } from '../../workflows/contracts/machine-api.ts';

const INTERVAL_MS = 5_000;
/** On a machine that knows no such address. */
const LONG_INTERVAL_MS = 60_000;
const REQUEST_MS = 2_000;
const TOKEN_SECONDS = 21_600;

export interface InterruptionsInput {
  metadataUrl: string;
  /** Called once for a likely end, and once for a certain one. */
  onNotice(notice: InterruptionNotice): void;
  signal: AbortSignal;
  intervalMs?: number;
}

/**
 * Asks the metadata service of EC2 (version 2, with a token) whether the instance is taken back. Ends with the notice after
 * which nothing else can come, or with the signal.
 */
export async function watchInterruptions({
  metadataUrl,
  onNotice,
  signal,
  intervalMs = INTERVAL_MS,
}: InterruptionsInput): Promise<void> {
  const metadata = createMetadata(metadataUrl, signal);
  let warned = false;
  while (!signal.aborted) {
    try {
      const notice = await readNotice(metadata, !warned);
      if (notice) onNotice(notice);
      if (notice && notice.action !== 'rebalance') return;
      warned ||= notice !== null;
    } catch {
      // Asked again: whoever is not there now may only be slow.
    }
    await sleep(metadata.answers() ? intervalMs : LONG_INTERVAL_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function readNotice({ read }: Metadata, orLikely: boolean): Promise<InterruptionNotice | null> {
  const certain = await read<{ action?: string; time?: string }>('spot/instance-action');
  if (certain)
    return { action: INTERRUPTION_ACTIONS.find((known) => known === certain.action) ?? 'terminate', time: certain.time ?? null };
  const likely = orLikely ? await read<{ noticeTime?: string }>('events/recommendations/rebalance') : null;
  return likely && { action: 'rebalance', time: likely.noticeTime ?? null };
}

interface Metadata {
  /** Null for what is not there. */
  read<T>(path: string): Promise<T | null>;
  /** Whether there is such a service at all. */
  answers(): boolean;
}

function createMetadata(url: string, signal: AbortSignal): Metadata {
  let token: string | undefined;
  let answers = false;
  const send = async (path: string, init: RequestInit) => {
    const response = await fetch(`${url}/latest/${path}`, {
      ...init,
      signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_MS)]),
    });
    answers = true;
    return response;
  };
  const newToken = async () => {
    const response = await send('api/token', {
      method: 'PUT',
      headers: { 'X-aws-ec2-metadata-token-ttl-seconds': String(TOKEN_SECONDS) },
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`no metadata token: HTTP ${response.status}`);
    return text;
  };
  return {
    answers: () => answers,
    async read<T>(path: string): Promise<T | null> {
      token ??= await newToken();
      const response = await send(`meta-data/${path}`, { headers: { 'X-aws-ec2-metadata-token': token } });
      const text = await response.text();
      if (response.ok) return JSON.parse(text) as T;
      if (response.status === 401) token = undefined;
      return null;
    },
  };
}
