import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRun } from '../../sdk/pipelines/runs.ts';
import { PROJECT_FOLDER } from '../../stack/project-folder.ts';
import type { RunView } from '../../workflows/contracts/pipeline-api.ts';
import { type AgentProcess, startAgentProcess } from './agent-process.ts';
import { eventually } from './eventually.ts';
import { type Installation, startInstallation } from './installation.ts';
import { type KeyCounter, startKeyCounter } from './key-counter.ts';
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts';

const DEFINITION = 'test/definition-worker/definitions/half-way.ts';
/** One holds on to a step, the other has the rest. */
const AGENTS = 2;
/** `before`, `long`, `held`, and the instances of `each`. */
const TASKS = 6;
/** Hooks and functions: two of `before`, one each of `sum`, `long`, `held`, `holding` and `report`. */
const CALLS = 7;
const DEADLINE = { deadlineMs: 120_000 };

/** Where the pipeline of `half-way.ts` stands by itself. */
const HALF_WAY = {
  before: 'completed',
  sum: 'completed',
  long: 'running',
  held: 'pending',
  holding: 'running',
  asked: 'awaiting',
  each: 'pending',
  report: 'pending',
};

/** A run that stands half-way until it is let go, with every process that it needs. */
export class HalfWayRun {
  readonly installation: Installation;
  readonly #folder: string;
  readonly #counter: KeyCounter;
  #code: string;
  #agents: AgentProcess[] = [];
  #worker: WorkerProcess | undefined;
  #run = '';

  private constructor(parts: { installation: Installation; folder: string; counter: KeyCounter; code: string }) {
    this.installation = parts.installation;
    this.#folder = parts.folder;
    this.#counter = parts.counter;
    this.#code = parts.code;
  }

  /** Started, and half-way. `code`: the folder of the version of Perdura that everything is started from; this one by default. */
  static async start({ code = PROJECT_FOLDER }: { code?: string } = {}): Promise<HalfWayRun> {
    const folder = await mkdtemp(join(tmpdir(), 'perdura-half-way-'));
    const counter = await startKeyCounter();
    const env = {
      CLEARML_AGENT_SKIP_PYTHON_ENV_INSTALL: '1',
      NOTES: join(folder, 'notes'),
      GO: join(folder, 'go'),
      COUNTER: counter.url,
    };
    const installation = await startInstallation({ env, code });
    const half = new HalfWayRun({ installation, folder, counter, code });
    try {
      await half.#begin();
    } catch (error) {
      await half.release();
      throw error;
    }
    return half;
  }

  async #begin(): Promise<void> {
    if (this.#code !== PROJECT_FOLDER) await copyFile(join(PROJECT_FOLDER, DEFINITION), join(this.#code, DEFINITION));
    await this.startAgents();
    await this.startWorker();
    this.#run = (await this.installation.perdura('pipeline', 'start', join(this.#code, DEFINITION))).trim();
    await this.untilHalfWay();
  }

  view(): Promise<RunView> {
    return readRun(this.installation.client, this.#run);
  }

  async untilHalfWay(): Promise<void> {
    await eventually(
      'the run is half-way',
      async () => {
        const states = stateByName(await this.view());
        return Object.entries(HALF_WAY).every(([name, state]) => states[name] === state) && this.#counter.keys.size >= 5;
      },
      DEADLINE,
    );
  }

  async startAgents(): Promise<void> {
    for (let index = 0; index < AGENTS; index += 1)
      this.#agents[index] = await startAgentProcess(this.installation, {
        ...{ name: `half${index}`, queue: 'soak', code: this.#code },
      });
  }

  async startWorker(): Promise<void> {
    this.#worker = await startWorkerProcess(join(this.#code, DEFINITION), this.installation.env, { code: this.#code });
  }

  async killAgents(): Promise<void> {
    await Promise.all(this.#agents.map((agent) => agent.kill('SIGKILL')));
  }

  async killWorker(): Promise<void> {
    await this.#worker?.kill('SIGKILL');
  }

  /** From now on everything is started from another version. */
  useCode(folder: string): void {
    this.#code = folder;
  }

  approve(): Promise<unknown> {
    return this.installation.client.request('POST', `/api/pipelines/runs/${this.#run}/approve`, {
      step: 'asked',
      approved: true,
    });
  }

  /** Lets go what holds on. */
  async letGo(): Promise<void> {
    await writeFile(join(this.#folder, 'go'), '');
  }

  /** The process ids, and more, that programs of steps have noted, in the order of time. */
  async notes(): Promise<{ task: string; what: string }[]> {
    const lines = (await readFile(join(this.#folder, 'notes'), 'utf8')).split('\n').filter(Boolean);
    return lines.map((line) => {
      const [task = '', what = ''] = line.split(' ');
      return { task, what };
    });
  }

  untilCompleted(step: string): Promise<unknown> {
    return eventually(`${step} has completed`, async () => stateByName(await this.view())[step] === 'completed', DEADLINE);
  }

  async #untilEnded(): Promise<RunView> {
    await eventually('the run has ended', async () => !['queued', 'in_progress'].includes((await this.view()).status), DEADLINE);
    return this.view();
  }

  /** The run completed, each step ran once and in one attempt, and each call had one key. */
  async assertRanOnce(): Promise<void> {
    const { nodes, status, statusReason } = await this.#untilEnded();
    assert.equal(status, 'completed', statusReason);
    for (const { name, state, attempts } of nodes) {
      assert.equal(state, 'completed', name);
      assert.ok(attempts <= 1, `${name}: ${attempts} attempts`);
    }
    const notes = Map.groupBy(await this.notes(), ({ task }) => task);
    const tasks = nodes.flatMap(({ kind, task, name }) => (kind === 'task' && name !== 'each' ? [task!] : []));
    assert.deepEqual([...notes.keys()].toSorted(), tasks.toSorted());
    assert.equal(tasks.length, TASKS);
    for (const [task, noted] of notes) {
      assert.deepEqual(
        noted.map(({ what }) => what),
        ['begin', 'end'],
        task,
      );
      const { attempts } = await this.installation.client.request<{ attempts: unknown[] }>('GET', `/api/tasks/${task}/attempts`);
      assert.equal(attempts.length, 1, `attempts of ${task}`);
    }
    assert.equal(this.#counter.keys.size, CALLS, 'one key for each call');
  }

  async release(): Promise<void> {
    await this.#worker?.kill('SIGTERM');
    await Promise.all(this.#agents.map((agent) => agent.kill('SIGTERM')));
    await this.installation.release();
    this.#counter.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

const stateByName = ({ nodes }: RunView): Record<string, string> =>
  Object.fromEntries(nodes.map(({ name, state }) => [name, state]));
