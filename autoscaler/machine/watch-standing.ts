import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from '../../sdk/http-client.ts';
import type { MachineStanding } from '../../workflows/contracts/machine-api.ts';

const LONGEST_INTERVAL_MS = 15_000;

export interface StandingInput {
  ask(signal: AbortSignal): Promise<MachineStanding>;
  /** How many runs the machine's agent holds. */
  running(): number;
  maxIdleMs: number;
  signal: AbortSignal;
  now?: () => number;
}

/**
 * Waits until the machine should end: its scaler says so, or for longer than the limit it has had neither a task nor a
 * scaler that would see to it. A scaler that is at work decides by itself how long it keeps a machine. Answers why; rejects with the signal's reason.
 */
export async function untilUnwanted({
  ask,
  running,
  maxIdleMs,
  signal,
  now = () => performance.now(),
}: StandingInput): Promise<string> {
  const interval = Math.min(LONGEST_INTERVAL_MS, maxIdleMs / 4);
  for (let wanted = now(); ; await sleep(interval, undefined, { signal })) {
    const standing = await askOrNull(ask, signal);
    if (standing === 'unknown') return 'the server does not know the machine any more';
    if (standing?.ending) return 'its scaler ends it';
    if (standing?.watched || running() > 0) wanted = now();
    const alone = now() - wanted;
    if (alone >= maxIdleMs)
      return `no task for ${Math.round(alone / 1000)} s, and ${standing ? 'no scaler looks after it' : 'no word from the server'}`;
  }
}

async function askOrNull(ask: StandingInput['ask'], signal: AbortSignal): Promise<MachineStanding | 'unknown' | null> {
  try {
    return await ask(signal);
  } catch (error) {
    signal.throwIfAborted();
    // Its credentials are revoked when it has ended, and its row goes with its scaler.
    const gone = error instanceof ApiError && ([401, 403].includes(error.status) || error.code === 'machineNotFound');
    return gone ? 'unknown' : null;
  }
}
