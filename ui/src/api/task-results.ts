import { requestJson } from './http.ts';
import { rpc } from './rpc.ts';
import type {
  Attempt,
  ConsolePage,
  DebugSample,
  Figure,
  PlotEntry,
  ScalarSeries,
  SingleValue,
  Transition,
  Waiting,
} from './types.ts';

const base = (id: string): string => `/api/tasks/${encodeURIComponent(id)}`;

export const fetchAttempts = async (id: string, signal?: AbortSignal): Promise<Attempt[]> =>
  (await requestJson<{ attempts: Attempt[] }>(`${base(id)}/attempts`, { signal })).attempts;

export const fetchHistory = async (id: string, signal?: AbortSignal): Promise<Transition[]> =>
  (await requestJson<{ transitions: Transition[] }>(`${base(id)}/history`, { signal })).transitions;

export const fetchWaiting = (id: string, signal?: AbortSignal): Promise<Waiting> =>
  requestJson(`${base(id)}/waiting`, { signal });

export interface ConsoleRequest {
  after?: string;
  before?: string;
  limit: number;
  attempt?: number | undefined;
}

/** Console lines after or before a cursor; the newest ones without a cursor. */
export const fetchConsolePage = (id: string, request: ConsoleRequest, signal?: AbortSignal): Promise<ConsolePage> =>
  requestJson(`${base(id)}/console?${toParams(request)}`, { signal });

/** Address under which the whole console is downloaded. */
export const consoleDownloadUrl = (id: string, attempt?: number): string => `${base(id)}/console.txt?${toParams({ attempt })}`;

export interface ScalarRequest {
  key: 'iter' | 'timestamp';
  /** Buckets for each curve. */
  samples: number;
  from?: number | undefined;
  to?: number | undefined;
  /** Only the curves of this metric. */
  metric?: string | undefined;
}

export const fetchScalars = async (id: string, request: ScalarRequest, signal?: AbortSignal): Promise<ScalarSeries[]> =>
  (await requestJson<{ series: ScalarSeries[] }>(`${base(id)}/scalars?${toParams(request)}`, { signal })).series;

export const fetchSingleValues = async (id: string, signal?: AbortSignal): Promise<SingleValue[]> =>
  (await requestJson<{ values: SingleValue[] }>(`${base(id)}/single-values`, { signal })).values;

export const fetchPlots = async (id: string, signal?: AbortSignal): Promise<PlotEntry[]> =>
  (await requestJson<{ plots: PlotEntry[] }>(`${base(id)}/plots`, { signal })).plots;

export interface PlotRequest {
  metric: string;
  variant: string;
  iter: number;
}

export const fetchPlot = async (id: string, request: PlotRequest, signal?: AbortSignal): Promise<Figure> =>
  (await requestJson<{ plot: Figure }>(`${base(id)}/plots/one?${toParams(request)}`, { signal })).plot;

interface DebugImagesAnswer {
  metrics: { iterations: { iter: number; events: DebugSample[] }[] }[];
}

/** Debug samples of the latest `iterations` iterations of each metric and variant. */
export async function fetchDebugSamples(id: string, iterations: number, signal?: AbortSignal): Promise<DebugSample[]> {
  const answer = await rpc<DebugImagesAnswer>('events.debug_images', { metrics: [{ task: id }], iters: iterations }, signal);
  return answer.metrics.flatMap((metric) => metric.iterations.flatMap((iteration) => iteration.events));
}

function toParams(values: object): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
}
