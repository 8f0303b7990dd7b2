import type { Em } from '../orm.ts';
import { type StatsRow, workerStats } from './worker-stats.ts';

/** Mean values of one stretch of time: percent, MiB, MiB per second, GiB. Null where nothing was reported. */
export interface WorkerPoint {
  /** Milliseconds since the epoch. */
  at: number;
  cpu: number | null;
  memoryUsed: number | null;
  memoryTotal: number | null;
  networkTx: number | null;
  networkRx: number | null;
  diskFree: number | null;
  /** By the place of the GPU in the agent's list. */
  gpus: { usage: number | null; memoryUsed: number | null }[];
}

export interface WorkerCurvesInput {
  worker: string;
  /** Seconds of the past. */
  seconds: number;
  now: Date;
}

const MOST_POINTS = 300;
const SHORTEST_INTERVAL = 10;
const WHOLE_KEYS = ['cpu_usage', 'memory_used', 'memory_free', 'network_tx', 'network_rx', 'disk_free_home'];
const GPU_KEYS = ['gpu_usage', 'gpu_memory_used'];

/** The machine statistics of a worker over the past, in at most 300 points. */
export async function workerCurves(em: Em, { worker, seconds, now }: WorkerCurvesInput): Promise<WorkerPoint[]> {
  const to = now.getTime() / 1000;
  const interval = Math.max(SHORTEST_INTERVAL, Math.ceil(seconds / (MOST_POINTS - 1)));
  const range = { workers: [worker], from: to - seconds, to, interval };
  const whole = await workerStats(em, { ...range, keys: WHOLE_KEYS, byVariant: false });
  const gpus = await workerStats(em, { ...range, keys: GPU_KEYS, byVariant: true });
  return pivot(whole, gpus);
}

function pivot(whole: StatsRow[], gpus: StatsRow[]): WorkerPoint[] {
  const dates = [...new Set([...whole, ...gpus].flatMap((row) => row.dates))].sort((a, b) => a - b);
  const read = (row: StatsRow | undefined) => new Map(row?.dates.map((date, index) => [date, row.avg[index] ?? null]));
  const curve = (key: string) => read(whole.find(({ metric }) => metric === key));
  const [cpu, used, free, tx, rx, disk] = WHOLE_KEYS.map(curve) as [Curve, Curve, Curve, Curve, Curve, Curve];
  const cards = cardsOf(gpus, read);
  return dates.map((at) => ({
    at,
    cpu: cpu.get(at) ?? null,
    memoryUsed: used.get(at) ?? null,
    memoryTotal: sum(used.get(at), free.get(at)),
    networkTx: tx.get(at) ?? null,
    networkRx: rx.get(at) ?? null,
    diskFree: disk.get(at) ?? null,
    gpus: cards.map(({ usage, memory }) => ({ usage: usage.get(at) ?? null, memoryUsed: memory.get(at) ?? null })),
  }));
}

type Curve = Map<number, number | null>;

function cardsOf(gpus: StatsRow[], read: (row: StatsRow | undefined) => Curve): { usage: Curve; memory: Curve }[] {
  const count = Math.max(0, ...gpus.map(({ variant }) => Number(variant) + 1));
  const find = (key: string, card: number) => gpus.find(({ metric, variant }) => metric === key && Number(variant) === card);
  return Array.from({ length: count }, (_, card) => ({
    usage: read(find('gpu_usage', card)),
    memory: read(find('gpu_memory_used', card)),
  }));
}

const sum = (a: number | null | undefined, b: number | null | undefined): number | null =>
  a === null || a === undefined || b === null || b === undefined ? null : a + b;
