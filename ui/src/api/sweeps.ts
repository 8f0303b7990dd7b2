import type { SweepChange, SweepSpec } from '../../../workflows/contracts/sweep.ts';
import type { SweepSummary, SweepView, TrialView } from '../../../workflows/contracts/sweep-api.ts';
import { requestJson } from './http.ts';

const base = (id: string): string => `/api/sweeps/${encodeURIComponent(id)}`;
const post = <T>(path: string, body: object = {}): Promise<T> => requestJson<T>(path, { method: 'POST', body });

export interface SweepEvent {
  at: string;
  text: string;
  actor: string | null;
}

export interface NewSweep {
  sweep: string;
  warnings: string[];
}

export const fetchSweeps = async (archived: boolean, signal?: AbortSignal): Promise<SweepSummary[]> =>
  (await requestJson<{ sweeps: SweepSummary[] }>(`/api/sweeps?archived=${archived}`, { signal })).sweeps;

export const fetchSweep = (id: string, signal?: AbortSignal): Promise<SweepView> => requestJson(base(id), { signal });

export const fetchTrials = async (id: string, signal?: AbortSignal): Promise<TrialView[]> =>
  (await requestJson<{ trials: TrialView[] }>(`${base(id)}/trials`, { signal })).trials;

export const fetchSweepHistory = async (id: string, signal?: AbortSignal): Promise<SweepEvent[]> =>
  (await requestJson<{ events: SweepEvent[] }>(`${base(id)}/history`, { signal })).events;

/** Starts a sweep. The key makes a second call with it answer the first one's sweep. */
export const startSweep = (spec: SweepSpec, idempotencyKey: string): Promise<NewSweep> =>
  post('/api/sweeps', { spec, idempotencyKey });

export const pauseSweep = (id: string): Promise<unknown> => post(`${base(id)}/pause`);
export const resumeSweep = (id: string): Promise<unknown> => post(`${base(id)}/resume`);
export const stopSweep = (id: string, reason: string): Promise<unknown> => post(`${base(id)}/stop`, reason ? { reason } : {});
export const changeSweep = (id: string, change: SweepChange): Promise<unknown> => post(`${base(id)}/change`, change);
export const addTrial = (id: string, parameters: Record<string, unknown>): Promise<unknown> =>
  post(`${base(id)}/trials`, { parameters });
