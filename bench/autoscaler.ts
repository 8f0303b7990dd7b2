/**
 * `npm run bench:autoscaler [-- --rounds N]`: from the call that enqueues to the request for a machine at the cloud, beside the five minutes
 * in which ClearML's autoscaler looks; what a scaler asks of its cloud while it idles; and how long a decision takes with 1,000 machines and
 * 10,000 waiting tasks. EC2 is moto's.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { changeMode } from '../activities/db/autoscalers/change-mode.ts';
import { submitScaler } from '../activities/db/autoscalers/submit-scaler.ts';
import { query, sql } from '../activities/db/sql.ts';
import { enqueue } from '../activities/db/tasks/enqueue.ts';
import { knownResources } from '../autoscaler/config/known-resources.ts';
import { startTestCloud, type TestCloud } from '../test/support/cloud/cloud.ts';
import { type DispatchBench, startDispatchBench } from '../test/support/dispatch-bench.ts';
import { eventually } from '../test/support/eventually.ts';
import { createTask } from '../test/support/records.ts';
import { mochaGlobalSetup, mochaGlobalTeardown } from '../test/support/servers.ts';
import { planScaling } from '../workflows/domain/autoscaler/plan-scaling.ts';
import type { MachineFacts, ScalerSnapshot } from '../workflows/domain/autoscaler/snapshot.ts';
import { percentile, report } from './report.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '40' } } });
const rounds = Number(values.rounds);
/** How often ClearML's autoscaler looks: `polling_interval_time_min` of its example. */
const REFERENCE_MS = 300_000;
const IDLE_MS = 30_000;
const REST_MS = 1000;

await mochaGlobalSetup();
const cloud = await startTestCloud();
if (!cloud) throw new Error('needs moto, which cannot be installed here');
const bench = await startDispatchBench();
try {
  await bench.startOrchestrator();
  await query(
    bench.db.em.fork(),
    sql`insert into users (id, username, name, created) values ('u', 'u', 'U', now()) on conflict do nothing`,
  );
  const scaler = await submit(bench);
  const latencies: number[] = [];
  // The first loads what the requests are made with, as a server does once, and does not count.
  for (let round = 0; round <= rounds; round += 1) {
    const latency = await untilAsked(bench, cloud);
    if (round > 0) latencies.push(latency);
    // The next one finds the scaler at rest: within a burst, looks wait for each other.
    await sleep(REST_MS);
  }
  await changeMode(bench.db, { scaler, step: { stop: 'all' }, actor: 'user:u', now: new Date() });
  await eventually(
    'the scaler has stopped',
    async () => (await query(bench.db.em.fork(), sql`select from scalers where mode = 'stopped'`)).length > 0,
    { deadlineMs: 180_000 },
  );
  await query(bench.db.em.fork(), sql`delete from queue_entries`);
  await changeMode(bench.db, { scaler, step: 'start', actor: 'user:u', now: new Date() });
  const before = cloud.calls.length;
  await sleep(IDLE_MS);
  const idle = ((cloud.calls.length - before) * 3_600_000) / IDLE_MS;
  const decisions = Array.from({ length: 20 }, () => decide());
  await report('autoscaler', [
    {
      what: 'enqueue → machine asked for: median',
      value: percentile(latencies, 50),
      unit: 'ms',
      better: 'lower',
      beside: { what: 'ClearML at the latest', value: REFERENCE_MS },
    },
    { what: 'enqueue → machine asked for: p99', value: percentile(latencies, 99), unit: 'ms', better: 'lower' },
    {
      what: 'requests to the cloud while idle, no machine',
      value: idle,
      unit: '/h',
      better: 'lower',
      beside: { what: 'ClearML', value: 3_600_000 / REFERENCE_MS },
    },
    { what: 'decision, 1,000 machines and 10,000 tasks: median', value: percentile(decisions, 50), unit: 'ms', better: 'lower' },
    { what: 'decision, 1,000 machines and 10,000 tasks: p99', value: percentile(decisions, 99), unit: 'ms', better: 'lower' },
  ]);
} finally {
  await bench.release();
  await cloud.release();
  await mochaGlobalTeardown();
}

async function submit({ db }: DispatchBench): Promise<string> {
  const configuration = {
    configurations: {
      queues: { burst: [['gpu', rounds + 1]] },
      resource_configurations: {
        gpu: { instance_type: 'g4dn.xlarge', ami_id: 'ami-1', availability_zone: 'us-west-2c', is_spot: false },
      },
    },
    hyper_params: { cloud_credentials_region: 'us-west-2', use_credentials_chain: true },
  };
  const { id } = await submitScaler(db, {
    name: 'bench',
    configuration,
    userId: 'u',
    actor: 'user:u',
    known: knownResources,
    now: new Date(),
  });
  return id;
}

/** Milliseconds from the enqueue of one more task until EC2 is asked for one more machine. */
async function untilAsked({ db }: DispatchBench, { callsOf }: TestCloud): Promise<number> {
  const asked = callsOf('RunInstances').length;
  const task = await createTask(db);
  const begin = performance.now();
  await enqueue(db, { task, queueName: 'burst', actor: 'user:u' });
  await eventually('a request for a machine', () => callsOf('RunInstances').length > asked, { everyMs: 2 });
  return performance.now() - begin;
}

/** Milliseconds that one decision takes. */
function decide(): number {
  const snapshot = largeSnapshot();
  const begin = performance.now();
  planScaling(snapshot);
  return performance.now() - begin;
}

function largeSnapshot(): ScalerSnapshot {
  const now = Date.now();
  const queues = Array.from({ length: 10 }, (_, index) => `queue-${index}`);
  const machines = Array.from(
    { length: 1000 },
    (_, index): MachineFacts => ({
      id: `m${index}`,
      queue: queues[index % queues.length]!,
      resource: index % 2 ? 'small' : 'large',
      state: index % 3 ? 'busy' : 'idle',
      created: now - 3_600_000,
      since: now - index * 1000,
      hourlyPrice: 1,
      interrupted: false,
      endRequested: false,
    }),
  );
  return {
    now,
    mode: 'running',
    policy: {
      queues: queues.map((queue) => ({
        queue,
        resources: [
          { resource: 'small', max: 500 },
          { resource: 'large', max: 500 },
        ],
        warm: 1,
      })),
      resources: { small: { max: null, gpus: 1, hourlyPrice: 1 }, large: { max: null, gpus: 8, hourlyPrice: 4 } },
      maxMachines: 2000,
      maxIdleMs: 600_000,
      maxSpinUpMs: 1_800_000,
      pollingMs: 300_000,
      budget: { hoursPerDay: null, costPerDay: 100_000, atLimit: 'end' },
    },
    waiting: Object.fromEntries(queues.map((queue) => [queue, [1, 2, 4, 8].map((gpus) => ({ gpus, count: 250 }))])),
    machines,
    backoffs: {},
    off: [],
    spentToday: { hours: 0, cost: 0 },
  };
}
