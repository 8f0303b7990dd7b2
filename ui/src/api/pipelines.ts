import type {
  ApproveRequest,
  PipelineView,
  RerunRequest,
  RunEvent,
  RunSummary,
  RunView,
  SubmitPipelineRequest,
} from '../../../workflows/contracts/pipeline-api.ts';
import { requestJson } from './http.ts';

const runPath = (run: string): string => `/api/pipelines/runs/${encodeURIComponent(run)}`;

export const fetchPipelines = async (signal?: AbortSignal): Promise<PipelineView[]> =>
  (await requestJson<{ pipelines: PipelineView[] }>('/api/pipelines', { signal })).pipelines;

export const fetchRuns = async (id: string, archived: boolean, signal?: AbortSignal): Promise<RunSummary[]> =>
  (await requestJson<{ runs: RunSummary[] }>(`/api/pipelines/${encodeURIComponent(id)}/runs?archived=${archived}`, { signal }))
    .runs;

export const fetchRun = (run: string, signal?: AbortSignal): Promise<RunView> => requestJson(runPath(run), { signal });

/** Everything that happened in a run, oldest first. */
export const fetchRunEvents = async (run: string, signal?: AbortSignal): Promise<RunEvent[]> =>
  (await requestJson<{ events: RunEvent[] }>(`${runPath(run)}/events`, { signal })).events;

export interface NewRun {
  parameters: Record<string, unknown>;
  version?: string;
  ignoreCache: boolean;
}

/** Starts another run of the same definition and returns its id. */
export const startNewRun = async (run: string, body: NewRun): Promise<string> =>
  (await requestJson<{ run: string }>(`${runPath(run)}/new`, { method: 'POST', body })).run;

export const submitPipeline = async (body: SubmitPipelineRequest): Promise<string> =>
  (await requestJson<{ run: string }>('/api/pipelines/runs', { method: 'POST', body })).run;

const act =
  (action: string) =>
  (run: string, body: object = {}): Promise<unknown> =>
    requestJson(`${runPath(run)}/${action}`, { method: 'POST', body });

export const abortRun = (run: string, reason: string): Promise<unknown> => act('abort')(run, reason === '' ? {} : { reason });
export const continueRun = (run: string): Promise<unknown> => act('continue')(run);
export const pauseRun = (run: string): Promise<unknown> => act('pause')(run);
export const resumeRun = (run: string): Promise<unknown> => act('resume')(run);
export const rerunStep = (run: string, body: RerunRequest): Promise<unknown> => act('rerun')(run, body);
export const approveStep = (run: string, body: ApproveRequest): Promise<unknown> => act('approve')(run, body);
export const sendSignal = (run: string, signal: string): Promise<unknown> => act('signal')(run, { signal });
