/**
 * `npm run bench:dispatch [-- --rounds N --stock-rounds N]`: from the call that enqueues to the claim, and to the first line of
 * the user's code, with one idle agent and a cached environment. Beside it: a stock `clearml-agent` on the same server, in the
 * same run, on a queue of its own (`STOCK_AGENT` names its program; without it the column stays empty).
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startAgentProcess } from '../test/support/agent-process.ts';
import { eventually } from '../test/support/eventually.ts';
import { type Installation, startInstallation } from '../test/support/installation.ts';
import { type Figure, percentile, report } from './report.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '50' }, 'stock-rounds': { type: 'string', default: '5' } },
});

interface Latency {
  claimed: number;
  firstLine: number;
}

const installation = await startInstallation();
const folder = await mkdtemp(join(tmpdir(), 'bench-dispatch-'));
try {
  const ours = await measureOurs(Number(values.rounds));
  const stock = process.env.STOCK_AGENT ? await measureStock(process.env.STOCK_AGENT, Number(values['stock-rounds'])) : [];
  await report('dispatch', [...figures('claimed', ours, stock), ...figures('firstLine', ours, stock)]);
} finally {
  await installation.release();
  await rm(folder, { recursive: true, force: true });
}

function figures(key: keyof Latency, ours: Latency[], stock: Latency[]): Figure[] {
  const what = key === 'claimed' ? 'enqueue → claimed' : 'enqueue → first line of user code';
  return [50, 99].map((p) => ({
    what: `${what}: ${p === 50 ? 'median' : 'p99'}`,
    value: percentile(
      ours.map((latency) => latency[key]),
      p,
    ),
    unit: 'ms',
    better: 'lower',
    ...(stock.length > 0
      ? {
          beside: {
            what: 'stock agent',
            value: percentile(
              stock.map((latency) => latency[key]),
              p,
            ),
          },
        }
      : {}),
  }));
}

async function measureOurs(rounds: number): Promise<Latency[]> {
  const agent = await startAgentProcess(installation, { name: 'bench', queue: 'bench' });
  try {
    return await measure(installation, 'bench', rounds);
  } finally {
    await agent.kill('SIGTERM');
  }
}

async function measureStock(program: string, rounds: number): Promise<Latency[]> {
  const { client, env, urls } = installation;
  const queue = await client.call<{ id: string }>('queues.create', { name: 'bench-stock' });
  const config = join(folder, 'clearml.conf');
  const credentials = `credentials { access_key: "${env.CLEARML_API_ACCESS_KEY}", secret_key: "${env.CLEARML_API_SECRET_KEY}" }`;
  const caches = `venvs_dir: "${folder}/venvs", venvs_cache { path: "${folder}/cache" }`;
  await writeFile(
    config,
    `api { api_server: "${urls.api}", web_server: "${urls.web}", files_server: "${urls.files}", ${credentials} }\nagent { ${caches} }\n`,
    { mode: 0o600 },
  );
  const agent = spawn(program, ['--config-file', config, 'daemon', '--queue', 'bench-stock', '--foreground', '--cpu-only'], {
    env: { ...env, CLEARML_CONFIG_FILE: config },
    stdio: 'ignore',
    detached: true,
  });
  try {
    await eventually(
      'the stock agent polls',
      async () => {
        const { workers } = await client.call<{ workers: { queues?: { id: string }[] }[] }>('workers.get_all', {});
        return workers.some((worker) => worker.queues?.some(({ id }) => id === queue.id));
      },
      { deadlineMs: 60_000 },
    );
    return await measure(installation, 'bench-stock', rounds);
  } finally {
    process.kill(-agent.pid!, 'SIGINT');
    await new Promise((resolve) => agent.once('exit', resolve));
  }
}

/** The first round fills the caches and does not count. */
async function measure(on: Installation, queue: string, rounds: number): Promise<Latency[]> {
  const latencies: Latency[] = [];
  for (let round = 0; round <= rounds; round += 1) latencies.push(await measureOnce(on, queue, round));
  return latencies.slice(1);
}

async function measureOnce({ client }: Installation, queue: string, round: number): Promise<Latency> {
  const file = join(folder, `${queue}-${round}`);
  const { projects } = await client.call<{ projects: { id: string }[] }>('projects.get_all', { name: '^bench$' });
  const project =
    projects[0]?.id ?? (await client.call<{ id: string }>('projects.create', { name: 'bench', description: '' })).id;
  const { id } = await client.call<{ id: string }>('tasks.create', { name: `dispatch ${round}`, type: 'testing', project });
  const diff = `import time\nopen(${JSON.stringify(file)}, "w").write(str(time.time() * 1000))\nprint("here", flush=True)\n`;
  await client.call('tasks.edit', {
    task: id,
    script: { repository: '', diff, entry_point: 'first.py', working_dir: '.', requirements: { pip: 'six==1.16.0' } },
  });
  const enqueued = Date.now();
  await client.call('tasks.enqueue', { task: id, queue_name: queue });
  const ended = await eventually(
    `round ${round} ends`,
    async () => {
      const { task } = await client.call<{ task: { status: string; started?: string; status_reason: string } }>(
        'tasks.get_by_id',
        { task: id },
      );
      if (task.status === 'failed') throw new Error(`task ${id} failed: ${task.status_reason}`);
      return task.status === 'completed' ? task : null;
    },
    { deadlineMs: 300_000, everyMs: 50 },
  );
  const firstLine = Number(await readFile(file, 'utf8'));
  await untilIdle(client, id);
  return { claimed: Date.parse(ended.started!) - enqueued, firstLine: firstLine - enqueued };
}

/** Our agent is idle when it has cleaned up, which it does after the task's end is written. A stock agent says nothing of it. */
async function untilIdle(client: Installation['client'], task: string): Promise<void> {
  await eventually('the agent is idle', async () => {
    const { attempts } = await client.request<{ attempts: { kind: string; stages: { stage: string; state: string }[] }[] }>(
      'GET',
      `/api/tasks/${task}/attempts`,
    );
    const last = attempts.at(-1);
    return last?.kind !== 'agent' || last.stages.some(({ stage, state }) => stage === 'cleanUp' && state === 'completed');
  });
}
