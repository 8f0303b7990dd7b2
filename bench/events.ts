/**
 * `node bench/events.ts [--points N --batch N --senders N]`: scalar events through `events.add_batch` of a whole installation, and reading
 * a curve of so many points back, also in a browser. Beside it, as the limit: COPY of the same rows from a file into an equal table of
 * the same Postgres.
 */
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { dataFolderAt } from '../stack/data-folder.ts';
import { secretFiles } from '../stack/secrets.ts';
import { type Installation, startInstallation } from '../test/support/installation.ts';
import { type Figure, percentile, report } from './report.ts';
import { openScalarsPage } from './scalars-page.ts';

const { values } = parseArgs({
  options: {
    points: { type: 'string', default: '1000000' },
    batch: { type: 'string', default: '5000' },
    senders: { type: 'string', default: '4' },
  },
});
const POINTS = Number(values.points);
const BATCH = Number(values.batch);
const SENDERS = Number(values.senders);
const SERIES = 10;
const READS = 20;
const START = 1_700_000_000_000;

/** What the reference server took for 1,000 scalars, on a machine like ours. */
const REFERENCE_BATCH_MS = 106;

const installation = await startInstallation();
try {
  const copied = await copyRows(installation);
  const added = await addPoints(installation);
  const curve = await fillCurve(installation);
  const figures: Figure[] = [
    {
      what: `events.add_batch, ${BATCH} a batch, ${SENDERS} tasks at once`,
      value: added,
      unit: 'events/s',
      better: 'higher',
      beside: { what: 'COPY', value: copied },
    },
    {
      what: `events.add_batch, ${BATCH} a batch, one curve`,
      value: curve.rate,
      unit: 'events/s',
      better: 'higher',
      beside: { what: 'COPY', value: copied },
    },
    ...(await batchOfThousand(installation)),
    ...(await readCurve(installation, curve.task)),
    ...(await openPage(installation)),
  ];
  await report('events', figures);
} finally {
  await installation.release();
}

/** Rows per second of COPY, the primary key included. */
async function copyRows({ dataDir }: Installation): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'perdura-bench-'));
  await chmod(folder, 0o755);
  const file = join(folder, 'points.tsv');
  const rows = Array.from({ length: POINTS }, (_, index) => {
    const { iter, series } = pointAt(index);
    return `${series}\t${iter}\t${valueAt(index)}\t${START + iter}`;
  });
  await writeFile(file, rows.join('\n'));
  const client = new Client({ connectionString: await readFile(secretFiles(dataFolderAt(dataDir)).databaseUrl, 'utf8') });
  await client.connect();
  try {
    await client.query('create table copied (like scalar_points including all)');
    const begin = performance.now();
    await client.query(`copy copied from '${file}'`);
    const seconds = (performance.now() - begin) / 1000;
    await client.query('drop table copied');
    return POINTS / seconds;
  } finally {
    await client.end();
    await rm(folder, { recursive: true });
  }
}

/** Events per second of several tasks that report at the same time. */
async function addPoints({ client }: Installation): Promise<number> {
  const each = POINTS / SENDERS;
  const tasks = await Promise.all(Array.from({ length: SENDERS }, () => createTask(client)));
  const batches = tasks.map((task) =>
    Array.from({ length: each / BATCH }, (_, batch) =>
      linesOf(task, BATCH, (index) => ({ ...pointAt(batch * BATCH + index), value: valueAt(index) })),
    ),
  );
  const begin = performance.now();
  await Promise.all(
    batches.map(async (own) => {
      for (const lines of own) await send(client, lines);
    }),
  );
  return POINTS / ((performance.now() - begin) / 1000);
}

async function fillCurve({ client }: Installation): Promise<{ task: string; rate: number }> {
  const task = await createTask(client);
  const batches = Array.from({ length: POINTS / BATCH }, (_, batch) =>
    linesOf(task, BATCH, (index) => ({ series: 0, iter: batch * BATCH + index, value: valueAt(batch * BATCH + index) })),
  );
  const begin = performance.now();
  for (const lines of batches) await send(client, lines);
  return { task, rate: POINTS / ((performance.now() - begin) / 1000) };
}

async function batchOfThousand({ client }: Installation): Promise<Figure[]> {
  const task = await createTask(client);
  const times: number[] = [];
  for (let batch = 0; batch < 60; batch++) {
    const lines = linesOf(task, 1000, (index) => ({
      series: index % SERIES,
      iter: batch * 100 + Math.floor(index / SERIES),
      value: valueAt(index),
    }));
    times.push(await timeOf(() => send(client, lines)));
  }
  return [
    {
      what: 'events.add_batch of 1,000 scalars: median',
      value: percentile(times, 50),
      unit: 'ms',
      better: 'lower',
      beside: { what: 'reference server', value: REFERENCE_BATCH_MS },
    },
    { what: 'events.add_batch of 1,000 scalars: p99', value: percentile(times, 99), unit: 'ms', better: 'lower' },
  ];
}

async function readCurve({ client }: Installation, task: string): Promise<Figure[]> {
  const histogram = () => client.call('events.scalar_metrics_iter_histogram', { task, key: 'iter', samples: 5000 });
  const first = await timeOf(histogram);
  const times: number[] = [];
  for (let i = 0; i < READS; i++) times.push(await timeOf(histogram));
  const pageTimes: number[] = [];
  for (let i = 0; i < READS; i++) {
    pageTimes.push(await timeOf(() => client.request('GET', `/api/tasks/${task}/scalars?samples=1000`)));
  }
  const what = `of ${POINTS} points`;
  return [
    { what: `5,000 samples ${what}: first`, value: first, unit: 'ms', better: 'lower' },
    { what: `5,000 samples ${what}: median`, value: percentile(times, 50), unit: 'ms', better: 'lower' },
    { what: `1,000 bands ${what} (web page): median`, value: percentile(pageTimes, 50), unit: 'ms', better: 'lower' },
  ];
}

/** Until the chart of so many points in ten curves is drawn in a browser. */
async function openPage(installation: Installation): Promise<Figure[]> {
  const { client } = installation;
  const task = await createTask(client);
  for (let batch = 0; batch < POINTS / BATCH; batch++) {
    const lines = linesOf(task, BATCH, (index) => ({ ...pointAt(batch * BATCH + index), value: valueAt(index) }));
    await send(client, lines);
  }
  const times = await openScalarsPage(installation, task, READS);
  if (!times) return [];
  const what = `chart of ${POINTS} points in ${SERIES} curves`;
  return [
    { what: `${what}: tab chosen → drawn, median`, value: percentile(times.chosen, 50), unit: 'ms', better: 'lower' },
    { what: `${what}: tab chosen → drawn, slowest of ${READS}`, value: Math.max(...times.chosen), unit: 'ms', better: 'lower' },
    { what: `${what}: page loaded anew → drawn, median`, value: percentile(times.opened, 50), unit: 'ms', better: 'lower' },
  ];
}

type HttpClient = Installation['client'];

function pointAt(index: number): { series: number; iter: number } {
  return { series: index % SERIES, iter: Math.floor(index / SERIES) };
}

function valueAt(index: number): number {
  return Math.sin(index / 1000) + (index % 97) / 100;
}

function linesOf(task: string, count: number, point: (index: number) => { series: number; iter: number; value: number }): string {
  return Array.from({ length: count }, (_, index) => {
    const { series, iter, value } = point(index);
    return JSON.stringify({
      allow_locked: false,
      iter,
      method: 'get',
      metric: 'loss',
      model_event: false,
      task,
      timestamp: START + iter,
      type: 'training_stats_scalar',
      value,
      variant: `variant ${series}`,
    });
  }).join('\n');
}

async function createTask(client: HttpClient): Promise<string> {
  return (await client.call<{ id: string }>('tasks.create', { name: 'bench', type: 'training' })).id;
}

async function send(client: HttpClient, lines: string): Promise<void> {
  const response = await client.fetch('/v2.23/events.add_batch', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json-lines' },
    body: lines,
  });
  // Read to its end, or its connection could not be used again.
  await response.arrayBuffer();
}

async function timeOf(call: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await call();
  return performance.now() - begin;
}
