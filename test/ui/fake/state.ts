import type { Credential, User } from '../../../ui/src/api/types.ts';
import type { RunView } from '../../../workflows/contracts/pipeline-api.ts';
import type { Role } from '../../../workflows/domain/rights.ts';
import { type FakeScaler, makeScalers } from './autoscalers.ts';
import { type FakeQueue, type FakeTask, makeQueues, makeSamples, makeTasks, makeWorkers, PROJECTS } from './data.ts';
import { type FakeRun, makeRuns } from './pipelines.ts';
import { type FakeSweep, makeSweeps } from './sweeps.ts';

type Event = { topic: string; id?: string };

/** What the fake server knows. Tests change it and say so with `emit`, as the real one does. */
export class FakeState {
  readonly tasks: FakeTask[];
  readonly queues: FakeQueue[];
  readonly workers: ReturnType<typeof makeWorkers>;
  readonly sweeps: FakeSweep[];
  readonly scalers: FakeScaler[];
  readonly projects = PROJECTS;
  readonly runs: FakeRun[] = makeRuns();
  /** What was asked of runs, in order. */
  readonly pipelineCalls: { run: string; action: string; body: Record<string, any> }[] = [];
  /** Of who is logged in. */
  role: Role = 'admin';
  readonly users: User[] = (['admin', 'ada', 'grace', 'file-user'] as const).map((username) => ({
    id: username,
    username,
    name: username,
    role: username === 'admin' ? 'admin' : 'user',
    source: username === 'file-user' ? 'file' : 'local',
    disabled: false,
    created: new Date().toISOString(),
  }));
  readonly credentials: Credential[] = [
    {
      accessKey: 'J3K9XQ2M7P1T',
      label: 'gpu-box-1',
      madeFor: 'agent',
      created: new Date().toISOString(),
      lastUsed: new Date().toISOString(),
      lastUsedFrom: '10.0.0.7',
    },
  ];
  /** Debug samples of every task. */
  samples = makeSamples();
  /** In place of each plot, where given. */
  figure: object | null = null;
  readonly curves: number;
  /** Console lines of every task. */
  lines: number;
  readonly #listeners = new Set<(event: Event) => void>();

  constructor({ tasks = 10_000, lines = 3000, curves = 0 }: { tasks?: number; lines?: number; curves?: number }) {
    this.tasks = makeTasks(tasks);
    this.queues = makeQueues(this.tasks);
    this.workers = makeWorkers(this.tasks);
    this.sweeps = makeSweeps(this.tasks);
    this.scalers = makeScalers(this.tasks);
    this.lines = lines;
    this.curves = curves;
  }

  task(id: string): FakeTask {
    const task = this.tasks.find((one) => one.id === id);
    if (!task) throw new Error(`no task ${id}`);
    return task;
  }

  /** Changes a task and tells those who watch. */
  change(id: string, fields: Partial<FakeTask>): void {
    Object.assign(this.task(id), fields, { last_update: new Date().toISOString() });
    this.emit({ topic: 'tasks' });
    this.emit({ topic: 'task', id });
  }

  run(id: string): FakeRun {
    const run = this.runs.find(({ view }) => view.id === id);
    if (!run) throw new Error(`no run ${id}`);
    return run;
  }

  /** Changes a run of a pipeline and tells those who watch. */
  changeRun(id: string, fields: Partial<RunView>): void {
    const run = this.run(id);
    run.view = { ...run.view, ...fields };
    this.emit({ topic: 'pipelines' });
    this.emit({ topic: 'pipeline', id });
  }

  removeRun(id: string): void {
    this.runs.splice(this.runs.indexOf(this.run(id)), 1);
    this.emit({ topic: 'pipelines' });
  }

  /** Tells those who watch that an autoscaler has changed. */
  emitScaler(id: string): void {
    this.emit({ topic: 'autoscalers' });
    this.emit({ topic: 'autoscaler', id });
  }

  emit(event: Event): void {
    for (const listener of this.#listeners) listener(event);
  }

  onEvent(listener: (event: Event) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
