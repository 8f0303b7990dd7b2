import { setTimeout as sleep } from 'node:timers/promises';
import { ComputeError, faultsOf } from './compute-error.ts';
import type { GcpInstance, InstanceRequest } from './gcp-instance.ts';
import type { SignedRequest } from './signed-request.ts';

const PAGE = 500;
const LOOK_MS = 1_000;
/** For a machine to be made, or refused. */
const DONE_WITHIN_MS = 60_000;

/** What of Compute Engine's API (v1) machines need. Rejects with a ComputeError, or with a fault of the network. */
export interface ComputeApi {
  /** Resolves when the machine exists, or if there is one of this name already. */
  insert(zone: string, instance: InstanceRequest): Promise<void>;
  get(zone: string, name: string): Promise<GcpInstance | null>;
  /** Those with a label, in all zones. */
  list(label: string, value: string): Promise<GcpInstance[]>;
  /** Numbers of the machines that were taken back in a zone, lately. */
  preempted(zone: string): Promise<Set<string>>;
  /** One that is gone is no error. */
  delete(zone: string, name: string): Promise<void>;
  /** What it printed on its first serial port: the newest MiB. */
  readSerialPort(zone: string, name: string): Promise<string | null>;
}

interface Operation {
  name: string;
  status: 'PENDING' | 'RUNNING' | 'DONE';
  operationType: string;
  /** Number of what it works on. */
  targetId?: string;
  error?: { errors?: { code?: string; message?: string }[] };
}

interface Page {
  nextPageToken?: string;
}

export function createComputeApi(request: SignedRequest): ComputeApi {
  const zonal = (zone: string, path: string) => `zones/${encodeURIComponent(zone)}/${path}`;
  const instance = (zone: string, name: string, path = '') => zonal(zone, `instances/${encodeURIComponent(name)}${path}`);
  return {
    async insert(zone, body) {
      const started = await orNull(409, request<Operation>('POST', zonal(zone, 'instances'), { body }));
      if (started) await untilDone(request, zonal(zone, `operations/${started.name}`));
    },
    get: (zone, name) => orNull(404, request<GcpInstance>('GET', instance(zone, name))),
    async list(label, value) {
      const query = { filter: `labels.${label}=${value}`, maxResults: PAGE };
      const pages = await readPages<{ items?: Record<string, ZoneOfPage> }>(request, 'aggregated/instances', query);
      return pages.flatMap(({ items = {} }) => Object.entries(items).flatMap(instancesOf));
    },
    async preempted(zone) {
      const query = { filter: 'operationType="compute.instances.preempted"', maxResults: PAGE };
      const pages = await readPages<{ items?: Operation[] }>(request, zonal(zone, 'operations'), query);
      return new Set(pages.flatMap(({ items = [] }) => items.map(({ targetId = '' }) => targetId)));
    },
    async delete(zone, name) {
      await orNull(404, request('DELETE', instance(zone, name)));
    },
    async readSerialPort(zone, name) {
      const output = await orNull(404, request<{ contents?: string }>('GET', instance(zone, name, '/serialPort')));
      return output?.contents || null;
    },
  };
}

/** @throws ComputeError in the words of what it failed for */
async function untilDone(request: SignedRequest, path: string): Promise<void> {
  for (const deadline = Date.now() + DONE_WITHIN_MS; ; await sleep(LOOK_MS)) {
    const { status, error } = await request<Operation>('GET', path);
    if (error) throw new ComputeError({ status: null, faults: faultsOf(error.errors) });
    if (status === 'DONE') return;
    if (Date.now() > deadline) throw new Error(`the machine was not made within ${DONE_WITHIN_MS / 1000} s`);
  }
}

async function readPages<T>(request: SignedRequest, path: string, query: Record<string, string | number>): Promise<T[]> {
  const pages: T[] = [];
  let pageToken: string | undefined;
  do {
    const page: T & Page = await request<T & Page>('GET', path, { query: { ...query, ...(pageToken && { pageToken }) } });
    pages.push(page);
    pageToken = page.nextPageToken;
  } while (pageToken);
  return pages;
}

interface ZoneOfPage {
  instances?: GcpInstance[];
  warning?: { code?: string; message?: string };
}

/** A zone that cannot be asked would make its machines look as if they were gone. */
function instancesOf([zone, { instances = [], warning }]: [string, ZoneOfPage]): GcpInstance[] {
  if (warning?.code === 'UNREACHABLE') throw new Error(`${zone} cannot be reached: ${warning.message}`);
  return instances;
}

async function orNull<T>(status: number, answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ComputeError && error.status === status) return null;
    throw error;
  }
}
