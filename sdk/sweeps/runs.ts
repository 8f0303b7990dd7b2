import type { SweepView, TrialView } from '../../workflows/contracts/sweep-api.ts';
import type { HttpClient } from '../http-client.ts';
import { resolveBase } from './base-task.ts';
import type { SweepDefinition } from './define-sweep.ts';

export interface SubmitSweepOptions {
  /** Makes a draft that is started later. */
  draft?: boolean;
  /** A second submission with the same key answers the first one's sweep. */
  idempotencyKey?: string;
}

/** Starts a sweep. Throws ApiError, with the field's name, when the server refuses the definition. */
export async function submitSweep(
  client: HttpClient,
  definition: SweepDefinition,
  options: SubmitSweepOptions = {},
): Promise<{ sweep: string; warnings: string[] }> {
  const spec = { ...definition.spec, baseTask: await resolveBase(client, definition) };
  return client.request('POST', '/api/sweeps', { spec, ...options }, { idempotent: options.idempotencyKey !== undefined });
}

export const readSweep = (client: HttpClient, sweep: string): Promise<SweepView> =>
  client.request('GET', `/api/sweeps/${encodeURIComponent(sweep)}`);

export interface ReadTrialsOptions {
  /** So many of those that count, the best first by the first objective, instead of all by their number. */
  top?: number;
}

export async function readTrials(client: HttpClient, sweep: string, { top }: ReadTrialsOptions = {}): Promise<TrialView[]> {
  const path = `/api/sweeps/${encodeURIComponent(sweep)}/trials${top === undefined ? '' : `?top=${top}`}`;
  return (await client.request<{ trials: TrialView[] }>('GET', path)).trials;
}
