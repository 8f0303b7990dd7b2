import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readRun, submitPipeline } from '../../sdk/pipelines/runs.ts';
import type { RunView } from '../../workflows/contracts/pipeline-api.ts';
import definition from '../definition-worker/definitions/kinds-of-ends.ts';
import { type AgentProcess, startAgentProcess } from '../support/agent-process.ts';
import { eventually } from '../support/eventually.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { type KeyCounter, startKeyCounter } from '../support/key-counter.ts';
import { killAtRandom } from '../support/random-kills.ts';
import { startWorkerProcess, type WorkerProcess } from '../support/worker-process.ts';

const DEFINITION = fileURLToPath(new URL('../definition-worker/definitions/kinds-of-ends.ts', import.meta.url));
const PIPELINES = Number(process.env.SOAK_PIPELINES ?? 100);
const AGENTS = 3;
const DEADLINE_MS = 2_400_000;

/** Every fifth run is to fail. */
const fails = (index: number): boolean => index % 5 === 4;
/** Two callbacks and a function. */
const KEYS_A_RUN = 3;

describe(`${PIPELINES} pipelines whose every process is killed at random`, function () {
  this.timeout(DEADLINE_MS + 300_000);
  let folder: string;
  let counter: KeyCounter;
  let installation: Installation;
  const agents: AgentProcess[] = [];
  let worker: WorkerProcess;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'perdura-soak-'));
    counter = await startKeyCounter();
    installation = await startInstallation({
      env: { CLEARML_AGENT_SKIP_PYTHON_ENV_INSTALL: '1', SOAK_NOTES: join(folder, 'notes'), COUNTER: counter.url },
    });
    for (let index = 0; index < AGENTS; index += 1) agents.push(await startAgent(index));
    worker = await startWorker();
  });
  after(async () => {
    await worker?.kill('SIGTERM');
    await Promise.all(agents.map((agent) => agent.kill('SIGTERM')));
    await installation?.release();
    counter?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const startAgent = (index: number) => startAgentProcess(installation, { name: `soak${index}`, queue: 'soak' });
  const startWorker = () => startWorkerProcess(DEFINITION, installation.env);
  /** While the server is being started again, what begins may end at once, as a person would see it. */
  const untilStarted = <T>(what: string, start: () => Promise<T>): Promise<NonNullable<T>> =>
    eventually(what, () => start().catch(() => null), { deadlineMs: 300_000, everyMs: 500 });

  const killAgent = async () => {
    const index = Math.floor(Math.random() * AGENTS);
    await agents[index]?.kill('SIGKILL');
    agents[index] = await untilStarted('an agent starts', () => startAgent(index));
  };
  const killWorker = async () => {
    await worker.kill('SIGKILL');
    worker = await untilStarted('the worker serves', startWorker);
  };
  const killEverything = async () => {
    const [startAgain] = await Promise.all([
      installation.killAll(),
      worker.kill('SIGKILL'),
      ...agents.map((agent) => agent.kill('SIGKILL')),
    ]);
    await startAgain();
    worker = await untilStarted('the worker serves', startWorker);
    for (const index of agents.keys()) agents[index] = await untilStarted('an agent starts', () => startAgent(index));
  };

  it('each end as its definition says; no step ran twice for one attempt, and no callback had two keys', async () => {
    const kills = killAtRandom(targets(), { leastMs: 1500, mostMs: 6000 });
    const runs = await Promise.all(Array.from({ length: PIPELINES }, (_, index) => submit(index)));
    await untilEnded(runs, Math.floor(PIPELINES / 2));
    await kills.stop();
    await killEverything();
    console.log('      everything was killed at once');
    const more = killAtRandom(targets(), { leastMs: 1500, mostMs: 6000 });
    await untilEnded(runs, PIPELINES);
    await more.stop();
    console.log(`      kills: ${JSON.stringify(kills.counts)}, then ${JSON.stringify(more.counts)}`);

    const notes = Map.groupBy(await readNotes(), ({ task }) => task);
    let attempts = 0;
    for (const [index, run] of runs.entries()) {
      const view = await eventually('the run is shown', () => readRun(installation.client, run).catch(() => null));
      assertEnd(view, fails(index));
      for (const { name, kind, task } of view.nodes) {
        if (kind !== 'task' || task === null) continue;
        const ofTask = await countAttempts(task);
        assertRunApart(
          `${name} of ${run}`,
          (notes.get(task) ?? []).map(({ what }) => what),
          ofTask,
        );
        attempts += ofTask;
      }
    }
    assert.equal(counter.keys.size, KEYS_A_RUN * PIPELINES, 'one key for each call');
    const calls = [...counter.keys.values()].reduce((sum, times) => sum + times, 0);
    console.log(`      ${attempts} attempts of ${notes.size} tasks; ${calls} calls for ${counter.keys.size} keys`);
  });

  const targets = () => ({
    ...Object.fromEntries(
      ['orchestrator', 'api', 'temporal', 'postgres'].map((service) => [
        service,
        // One that is being started again after its last kill is not there.
        () => installation.kill(service).catch(() => {}),
      ]),
    ),
    agent: killAgent,
    worker: killWorker,
  });

  /** Said again until the server has heard it: the key makes it one run. */
  const submit = async (index: number): Promise<string> => {
    const options = { parameters: { fails: fails(index) }, idempotencyKey: `soak-${index}` };
    const { run } = await untilStarted('a run is submitted', () => submitPipeline(installation.client, definition, options));
    return run;
  };

  const untilEnded = (runs: string[], count: number) => {
    const ended = new Set<string>();
    return eventually(
      `${count} runs have ended`,
      async () => {
        for (const run of runs) {
          if (ended.has(run)) continue;
          const view = await readRun(installation.client, run).catch(() => null);
          if (view && !['queued', 'in_progress'].includes(view.status)) ended.add(run);
        }
        return ended.size >= count;
      },
      { deadlineMs: DEADLINE_MS, everyMs: 3000 },
    );
  };

  const countAttempts = async (task: string): Promise<number> => {
    const { attempts } = await eventually('attempts are listed', () =>
      installation.client.request<{ attempts: unknown[] }>('GET', `/api/tasks/${task}/attempts`).catch(() => null),
    );
    return attempts.length;
  };

  /** What the steps' code has noted, in the order of time. */
  const readNotes = async (): Promise<{ task: string; what: string }[]> => {
    const lines = (await readFile(join(folder, 'notes'), 'utf8')).split('\n').filter(Boolean);
    return lines.map((line) => {
      const [task = '', what = ''] = line.split(' ');
      return { task, what };
    });
  };
});

function assertEnd({ id, status, statusReason, nodes }: RunView, failing: boolean): void {
  const states = Object.fromEntries(nodes.map(({ name, state }) => [name, state]));
  assert.deepEqual(
    { status, ...states },
    {
      status: failing ? 'failed' : 'completed',
      make: 'completed',
      flaky: 'completed',
      sum: 'completed',
      broken: failing ? 'failed' : 'skipped',
      'after broken': 'skipped',
    },
    `${id}: ${statusReason}`,
  );
}

/** The step's code ran, at most once an attempt, and none of its runs went on after the next had begun. */
function assertRunApart(what: string, notes: string[], attempts: number): void {
  const begins = notes.filter((note) => note === 'begin').length;
  assert.ok(begins >= 1 && begins <= attempts, `${what}: ${begins} runs in ${attempts} attempts`);
  assert.doesNotMatch(notes.join(' '), /^end|end end/, `${what} ran twice at a time`);
}
