/**
 * `npm run bench:pipelines [-- --steps N --python-steps N --wide N --python-wide N]`: how long the next step of a pipeline waits after one has
 * ended, and how soon a step that many follow has them all started; beside it the `PipelineController` of the Python SDK with its own defaults
 * on the same server, with the same agents, in the same run.
 */
import { parseArgs } from 'node:util';
import { definePipeline } from '../sdk/index.ts';
import { submitPipeline } from '../sdk/pipelines/runs.ts';
import { startAgentProcess } from '../test/support/agent-process.ts';
import { eventually } from '../test/support/eventually.ts';
import { startInstallation } from '../test/support/installation.ts';
import { ensureTemporal } from '../test/support/servers.ts';
import { type ControllerInput, provideClearml, runController } from './python-controller.ts';
import { type Figure, percentile, report } from './report.ts';

const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: '20' },
    'python-steps': { type: 'string', default: '6' },
    wide: { type: 'string', default: '500' },
    'python-wide': { type: 'string', default: '60' },
  },
});
/** The agents serve `bench`; nobody serves `nobody`, where steps are started and no more. */
const AGENTS = 2;
const DEADLINE_MS = 300_000;

const python = await provideClearml();
await ensureTemporal();
const installation = await startInstallation({ env: { CLEARML_AGENT_SKIP_PYTHON_ENV_INSTALL: '1' } });
const { client } = installation;
const agents = await Promise.all(
  Array.from({ length: AGENTS }, (_, index) => startAgentProcess(installation, { name: `bench${index}`, queue: 'bench' })),
);
try {
  await client.call('queues.create', { name: 'nobody' });
  const base = await createBase();
  await chain(base, 2);
  const gaps = gapsOf(await stepsOf(await chain(base, Number(values.steps))));
  const pythonGaps = gapsOf(await pythonSteps({ base, queue: 'bench', steps: Number(values['python-steps']), chained: true }));
  const ours = rateOf(await stepsOf(await fan(base, Number(values.wide))));
  const theirs = rateOf(await pythonSteps({ base, queue: 'nobody', steps: Number(values['python-wide']), chained: false }));
  await report('pipelines', [
    ...[50, 99].map(
      (p): Figure => ({
        what: `a step's end → the next step's start: ${p === 50 ? 'median' : 'p99'}, ${values.steps} steps`,
        value: percentile(gaps, p),
        unit: 'ms',
        better: 'lower',
        beside: { what: `PipelineController, ${values['python-steps']} steps`, value: percentile(pythonGaps, p) },
      }),
    ),
    {
      what: `steps started of ${values.wide} side by side`,
      value: ours.perSecond,
      unit: 'a second',
      better: 'higher',
      beside: { what: `PipelineController, of ${values['python-wide']}`, value: theirs.perSecond },
    },
    { what: `all ${values.wide} started`, value: ours.seconds, unit: 's', better: 'lower' },
  ]);
} finally {
  await Promise.all(agents.map((agent) => agent.kill('SIGTERM')));
  await installation.release();
}

/** A task that does nothing, of which steps are copies. */
async function createBase(): Promise<string> {
  const { id: project } = await client.call<{ id: string }>('projects.create', { name: 'bench', description: '' });
  const script = { binary: 'python3', repository: '', entry_point: 'step.py', working_dir: '.', diff: 'print("here")\n' };
  const { id } = await client.call<{ id: string }>('tasks.create', { name: 'base', type: 'testing', project, script });
  return id;
}

/** Steps in a row, to their end. Answers the run. */
async function chain(base: string, length: number): Promise<string> {
  const definition = definePipeline({ name: 'chain', project: 'bench', defaults: { queue: 'bench' } }, (p) => {
    let parents: ReturnType<typeof p.task>[] = [];
    for (let index = 0; index < length; index += 1) parents = [p.task(`step ${index}`, { base, parents })];
  });
  const { run } = await submitPipeline(client, definition);
  await eventually('the run ends', async () => (await statusOf(run)) === 'completed', { deadlineMs: DEADLINE_MS, everyMs: 500 });
  return run;
}

/** Steps side by side on a queue that nobody serves, until all are started. */
async function fan(base: string, wide: number): Promise<string> {
  const definition = definePipeline({ name: 'fan', project: 'bench', defaults: { queue: 'nobody' } }, (p) => {
    for (let index = 0; index < wide; index += 1) p.task(`step ${index}`, { base });
  });
  const { run } = await submitPipeline(client, definition);
  const all = async () => (await stepsOf(run)).length === wide;
  await eventually('all steps are started', all, { deadlineMs: DEADLINE_MS, everyMs: 1000 });
  await client.request('POST', `/api/pipelines/runs/${run}/abort`, {});
  await eventually('the run ends', async () => (await statusOf(run)) === 'stopped', { deadlineMs: DEADLINE_MS, everyMs: 500 });
  return run;
}

async function statusOf(task: string): Promise<string> {
  return (await client.call<{ task: { status: string } }>('tasks.get_by_id', { task })).task.status;
}

interface Step {
  created: number;
  started: number;
  completed: number;
}

/** The tasks of a run's steps as the records have them, in the order in which they were made. */
async function stepsOf(run: string): Promise<Step[]> {
  const { tasks } = await client.call<{ tasks: Record<keyof Step, string>[] }>('tasks.get_all', {
    parent: [run],
    only_fields: ['created', 'started', 'completed'],
    order_by: ['created'],
    page: 0,
    page_size: 500,
  });
  return tasks.map(({ created, started, completed }) => ({
    created: Date.parse(created),
    started: Date.parse(started),
    completed: Date.parse(completed),
  }));
}

/** Those that Python's controller makes: to their end when they follow each other, else until all are started. */
async function pythonSteps(input: Omit<ControllerInput, 'python' | 'installation'>): Promise<Step[]> {
  const done = async (task: string) => {
    const steps = await stepsOf(task);
    return steps.length === input.steps && (!input.chained || steps.every(({ completed }) => completed > 0));
  };
  return stepsOf(await runController({ python, installation, ...input }, done));
}

function gapsOf(steps: Step[]): number[] {
  return steps.slice(1).map(({ started }, index) => started - steps[index]!.completed);
}

function rateOf(steps: Step[]): { perSecond: number; seconds: number } {
  const seconds = (steps.at(-1)!.created - steps[0]!.created) / 1000;
  return { perSecond: (steps.length - 1) / seconds, seconds };
}
