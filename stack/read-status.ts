import type { StackUrls } from './addresses.ts';
import type { DataFolder } from './data-folder.ts';
import { lockHolder } from './lock.ts';
import type { Ports } from './options.ts';
import { isRunning } from './process-identity.ts';
import { answers } from './readiness.ts';
import { localApi } from './server-services.ts';
import { readState, type StackState } from './state-file.ts';

export interface StackStatus {
  dataDir: string;
  /** `broken`: a part is missing, or nobody supervises what runs. */
  state: StackState['phase'] | 'broken' | 'stopped';
  /** Process number of what supervises the rest. */
  supervisor: number | null;
  /** Milliseconds since the epoch. */
  startedAt: number | null;
  services: { name: string; pid: number; running: boolean }[];
  urls: StackUrls | null;
  ports: Ports | null;
  apiAnswers: boolean;
}

/** How the stack on a data folder is, seen from outside. */
export async function readStatus(folder: DataFolder, env: NodeJS.ProcessEnv): Promise<StackStatus> {
  const supervisor = lockHolder(folder.lockFile);
  const state = readState(folder);
  const services = (state?.services ?? []).map((service) => ({
    name: service.name,
    pid: service.pid,
    running: isRunning(service),
  }));
  const apiAnswers = state !== undefined && (await answers(localApi(state.ports, env, '/api/health')));
  return {
    dataDir: folder.root,
    state: judge({ supervised: supervisor !== undefined, phase: state?.phase ?? 'starting', services, apiAnswers }),
    supervisor: supervisor?.pid ?? null,
    startedAt: state?.startedAt ?? null,
    services,
    urls: state?.urls ?? null,
    ports: state?.ports ?? null,
    apiAnswers,
  };
}

interface Signs {
  supervised: boolean;
  phase: StackState['phase'];
  services: { running: boolean }[];
  apiAnswers: boolean;
}

function judge({ supervised, phase, services, apiAnswers }: Signs): StackStatus['state'] {
  if (!supervised) return services.some(({ running }) => running) ? 'broken' : 'stopped';
  if (phase !== 'running') return phase;
  return apiAnswers && services.every(({ running }) => running) ? 'running' : 'broken';
}
