import type {
  AutoscalerSummary,
  AutoscalerView,
  MachineView,
  ScalerChange,
  ScalerEventView,
  ScalerSampleView,
  Shutdown,
} from '../../../workflows/contracts/autoscaler-api.ts';
import { requestJson } from './http.ts';

const base = (id: string): string => `/api/autoscalers/${encodeURIComponent(id)}`;
const post = <T>(path: string, body: object = {}): Promise<T> => requestJson<T>(path, { method: 'POST', body });

export const fetchAutoscalers = async (signal?: AbortSignal): Promise<AutoscalerSummary[]> =>
  (await requestJson<{ autoscalers: AutoscalerSummary[] }>('/api/autoscalers', { signal })).autoscalers;

export const fetchAutoscaler = (id: string, signal?: AbortSignal): Promise<AutoscalerView> => requestJson(base(id), { signal });

export const fetchMachines = async (id: string, ended: boolean, signal?: AbortSignal): Promise<MachineView[]> =>
  (await requestJson<{ machines: MachineView[] }>(`${base(id)}/machines?ended=${ended}`, { signal })).machines;

export const fetchScalerEvents = async (id: string, signal?: AbortSignal): Promise<ScalerEventView[]> =>
  (await requestJson<{ events: ScalerEventView[] }>(`${base(id)}/events`, { signal })).events;

export const fetchScalerSamples = async (id: string, seconds: number, signal?: AbortSignal): Promise<ScalerSampleView[]> =>
  (await requestJson<{ samples: ScalerSampleView[] }>(`${base(id)}/graph?seconds=${seconds}`, { signal })).samples;

/** What a machine printed; null when nothing was kept of it. */
export const fetchMachineConsole = async (id: string, machine: string, signal?: AbortSignal): Promise<string | null> =>
  (await requestJson<{ text: string | null }>(`${machineBase(id, machine)}/console`, { signal })).text;

const machineBase = (id: string, machine: string): string => `${base(id)}/machines/${encodeURIComponent(machine)}`;

/** Starts a new autoscaler, once for a key. @throws {ApiError} which names the field of the configuration that was refused. */
export const createAutoscaler = (
  name: string,
  configuration: Record<string, unknown>,
  idempotencyKey: string,
): Promise<{ id: string }> => post('/api/autoscalers', { name, configuration, idempotencyKey });

export const pauseAutoscaler = (id: string): Promise<unknown> => post(`${base(id)}/pause`);
export const resumeAutoscaler = (id: string): Promise<unknown> => post(`${base(id)}/resume`);
export const drainAutoscaler = (id: string): Promise<unknown> => post(`${base(id)}/drain`);
/** Starts one that was stopped. */
export const startAutoscaler = (id: string): Promise<unknown> => post(`${base(id)}/start`);
export const stopAutoscaler = (id: string, machines: Shutdown): Promise<unknown> => post(`${base(id)}/stop`, { machines });
export const changeAutoscaler = (id: string, change: ScalerChange): Promise<unknown> => post(`${base(id)}/change`, change);
export const endIdleMachines = (id: string): Promise<unknown> => post(`${base(id)}/end-idle`);
export const endMachine = (id: string, machine: string): Promise<unknown> => post(`${machineBase(id, machine)}/end`);
