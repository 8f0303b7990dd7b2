import type { HttpClient } from '../../sdk/http-client.ts';
import { openProject } from '../../sdk/projects.ts';
import type { Progress } from '../../stack/progress.ts';
import { logLines, scalarPoints, sendEvents } from './events.ts';
import { createTask, recordTask } from './record-task.ts';
import { startPipeline, startSweep } from './start-controllers.ts';
import { variedTask } from './varied-task.ts';

export interface FillInput {
  api: HttpClient;
  progress: Progress;
  signal: AbortSignal;
  /** Tasks of all kinds. */
  tasks: number;
  /** Console lines of one task. */
  lines: number;
  /** Scalar points of one task, in ten series. */
  points: number;
}

const SERIES = 10;
const WAITING = 5;

/** Each call adds as much again. Throws ApiError, ServerUnreachableError, or the signal's reason. */
export async function fillInstallation(input: FillInput): Promise<void> {
  const { progress, tasks, lines, points } = input;
  await progress.step(`writing ${tasks} tasks of all kinds`, () => writeVariedTasks(input));
  await progress.step(`queueing ${WAITING} tasks where no agent serves`, () => queueForNobody(input));
  await progress.step('queueing a task that fails', () => queueFailing(input));
  await progress.step('starting a pipeline of four steps', () => startPipeline(input.api));
  await progress.step('starting a sweep of six trials', () => startSweep(input.api));
  await progress.step(`writing a task with ${lines} console lines`, () => writeLongConsole(input));
  await progress.step(`writing a task with ${points} scalar points`, () => writeLongCurves(input));
}

async function writeVariedTasks({ api, signal, tasks }: FillInput): Promise<void> {
  const projects = await Promise.all(['vision', 'language', 'tabular'].map((name) => openProject(api, { name: `Demo/${name}` })));
  for (let index = 0; index < tasks; index++) {
    signal.throwIfAborted();
    await recordTask({ api, signal }, variedTask(index, projects[index % projects.length]!), (task) =>
      sendEvents({ api, signal }, shortRun(task, index)),
    );
  }
}

function* shortRun(task: string, seed: number) {
  yield* logLines(task, 100);
  for (const metric of ['loss', 'error'])
    for (const variant of ['train', 'validation']) yield* scalarPoints({ task, metric, variant, count: 200, seed });
}

async function queueForNobody({ api }: FillInput): Promise<void> {
  const queue = 'demo: nobody serves it';
  const known = await api.call<{ queues: unknown[] }>('queues.get_all', { name: `^${queue}$` });
  if (known.queues.length === 0) await api.call('queues.create', { name: queue });
  const project = await openProject(api, { name: 'Demo/waiting' });
  for (let index = 1; index <= WAITING; index++) {
    const id = await createTask(api, { project, name: `waits for an agent ${index}`, tags: ['demo'] });
    await api.call('tasks.enqueue', { task: id, queue_name: queue });
  }
}

/** Really runs, on an agent of the queue `default`: a lone script without packages. */
async function queueFailing({ api }: FillInput): Promise<void> {
  const id = await createTask(api, {
    project: await openProject(api, { name: 'Demo/failing' }),
    name: 'divides by zero',
    tags: ['demo'],
    script: { entry_point: 'fail.py', working_dir: '.', diff: FAILING_SCRIPT, requirements: { pip: '' } },
  });
  await api.call('tasks.enqueue', { task: id, queue_name: 'default' });
}

const FAILING_SCRIPT = `import time

for left in (3, 2, 1, 0):
    print("6 shared by", left, "is", 6 / left, flush=True)
    time.sleep(1)
`;

async function writeLongConsole({ api, signal, lines }: FillInput): Promise<void> {
  const project = await openProject(api, { name: 'Demo/stress' });
  await recordTask({ api, signal }, { project, name: `${lines} console lines`, tags: ['demo'], end: 'completed' }, (task) =>
    sendEvents({ api, signal }, logLines(task, lines)),
  );
}

async function writeLongCurves({ api, signal, points }: FillInput): Promise<void> {
  const project = await openProject(api, { name: 'Demo/stress' });
  const each = Math.ceil(points / SERIES);
  await recordTask(
    { api, signal },
    { project, name: `${each * SERIES} points`, tags: ['demo'], end: 'completed' },
    async (task) => {
      for (let series = 0; series < SERIES; series++)
        await sendEvents(
          { api, signal },
          scalarPoints({ task, metric: 'noise', variant: `series ${series}`, count: each, seed: series }),
        );
    },
  );
}
