import assert from 'node:assert/strict';
import { join } from 'node:path';
import { readRun } from '../../sdk/pipelines/runs.ts';
import type { NodeView, PipelineView, RunView } from '../../workflows/contracts/pipeline-api.ts';
import { eventually } from '../support/eventually.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { runWithKilledWorker } from '../support/killed-worker.ts';
import { type CliResult, runCli } from './run-cli.ts';

const EXAMPLES = join(import.meta.dirname, '../../examples/pipelines');
const DEFINITIONS = join(import.meta.dirname, 'definitions');
/** Under load every process takes its time. */
const DEADLINE = { deadlineMs: 120_000 };

describe('pipelines from the command line', function () {
  this.timeout(400_000);
  let installation: Installation;
  before(async () => {
    installation = await startInstallation({ agents: true, env: { CLEARML_AGENT_SKIP_PYTHON_ENV_INSTALL: '1' } });
  });
  after(() => installation?.release());

  const perdura = (...args: string[]): Promise<CliResult> => runCli(['pipeline', ...args], { env: installation.env });
  const succeed = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await perdura(...args);
    assert.equal(code, 0, stderr);
    return stdout.trim();
  };
  const view = (run: string): Promise<RunView> => readRun(installation.client, run);
  const states = ({ nodes }: Pick<RunView, 'nodes'>) => Object.fromEntries(nodes.map(({ name, state }) => [name, state]));
  const reaches = (run: string, step: string, state: NodeView['state']) =>
    eventually(`${step} is ${state}`, async () => states(await view(run))[step] === state, DEADLINE);
  const consoleOf = async (task: string): Promise<string> => {
    const { events } = await installation.client.call<{ events: { msg: string }[] }>('events.get_task_log', {
      task,
      order: 'asc',
    });
    return events.map(({ msg }) => msg).join('\n');
  };

  it('run to their end with their callbacks, told of line by line', async () => {
    const { code, stdout, stderr } = await perdura('run', join(EXAMPLES, 'callbacks.ts'), '-p', 'threshold=0.7');
    assert.equal(code, 0, stderr);
    const run = /^run (\w+): http/m.exec(stderr)?.[1] ?? assert.fail(stderr);
    const end = await view(run);
    assert.deepEqual(states(end), {
      measure: 'completed',
      work: 'completed',
      never: 'skipped',
      'after never': 'skipped',
      'look again': 'completed',
    });
    assert.deepEqual(end.parameters, { threshold: 0.7 });
    const work = end.nodes.find(({ name }) => name === 'work')!;
    assert.deepEqual(work.parameters, { 'Args/value': 0.75, 'Args/repeat': 3 });
    const lines = stdout.trim().split('\n');
    assert.match(lines.join('\n'), /^\d\d:\d\d:\d\d {2}never +skipped: preExecute said no$/m);
    assert.equal(lines.at(-1), 'completed');
    const told = (step: string) => lines.filter((line) => line.includes(`  ${step} `)).map((line) => line.split(/ {2,}/)[2]);
    assert.equal(told('work').at(-1), 'completed');
    assert.match(await consoleOf(run), new RegExp(`onStart: run ${run} starts[\\s\\S]*onEnd: the run ends: completed`));
    assert.match(await consoleOf(work.task!), /had 0\.75; what must not happen twice gets the key \w+\/work\/postExecute\/1/);
  });

  it('end with exit code 1 when they fail, 4 when they are aborted, and print the run for a script', async () => {
    const failed = await perdura('run', join(DEFINITIONS, 'failing.ts'), '--json');
    assert.equal(failed.code, 1, failed.stderr);
    assert.deepEqual(states(JSON.parse(failed.stdout)), { fails: 'failed', after: 'skipped' });
    const following = perdura('run', join(EXAMPLES, 'wait.ts'));
    const run = await eventually('a run', () => newestRun('wait'), DEADLINE);
    await reaches(run, 'data', 'awaiting');
    assert.match(await succeed('abort', run, '--message', 'enough'), /told to stop/);
    const aborted = await following;
    assert.equal(aborted.code, 4, aborted.stderr);
    assert.match(aborted.stdout, /^stopped/m);
  });

  const newestRun = async (name: string): Promise<string> => {
    const { pipelines } = await installation.client.request<{ pipelines: PipelineView[] }>('GET', '/api/pipelines');
    return pipelines.find((pipeline) => pipeline.name === name)?.latest[0]?.id ?? '';
  };

  it('are steered while they run: approval, refusal, continuation, rerun, pause, signal', async () => {
    const run = await succeed('start', join(EXAMPLES, 'approval.ts'));
    await reaches(run, 'release', 'awaiting');
    const wrong = await perdura('approve', run, 'nope');
    assert.match(wrong.stderr, /nope/);
    assert.notEqual(wrong.code, 0);
    await succeed('approve', run, 'release', '--refuse', '--comment', 'not today');
    await reaches(run, 'deploy', 'skipped');
    assert.match(await succeed('show', run), /release +failed .*not today/);
    await eventually('the run has failed', async () => (await view(run)).status === 'failed', DEADLINE);
    const built = (await view(run)).nodes[0]!.task;
    await succeed('continue', run);
    await reaches(run, 'release', 'awaiting');
    await succeed('pause', run);
    await succeed('approve', run, 'release');
    await reaches(run, 'release', 'completed');
    assert.equal((await view(run)).paused, true);
    assert.equal(states(await view(run)).deploy, 'pending');
    await succeed('resume', run);
    await eventually('the run completes', async () => (await view(run)).status === 'completed', DEADLINE);
    assert.equal((await view(run)).nodes[0]!.task, built, 'what had completed was kept');
    await succeed('rerun', run, 'build');
    await reaches(run, 'release', 'awaiting');
    assert.notEqual((await view(run)).nodes[0]!.task, built);
    assert.equal(JSON.parse(await succeed('show', run, '--json')).id, run);
    assert.match(await succeed('list'), /Perdura examples +approval +1 +1\.0/);
    assert.match(await succeed('graph', run), /^build +\(completed\)\n└─ release/);
    await succeed('abort', run);

    const waiting = await succeed('start', join(EXAMPLES, 'wait.ts'));
    await reaches(waiting, 'data', 'awaiting');
    await succeed('signal', waiting, 'data-is-there');
    await reaches(waiting, 'data', 'completed');
    await succeed('abort', waiting);
  });

  it('make one effect for each key, however often the worker of their callbacks is killed', async () => {
    const { run, keys } = await runWithKilledWorker(installation, 3);
    assert.equal(run.status, 'completed', run.statusReason);
    const steps = [1, 2, 3, 4, 5].map((number) => `step ${number}`);
    const expected = steps.flatMap((step) =>
      ['preExecute', 'function', 'postExecute'].map((hook) => `${run.id}/${step}/${hook}/1`),
    );
    assert.deepEqual([...keys.keys()].toSorted(), expected.toSorted());
    assert.deepEqual(
      run.nodes.map(({ name, state, attempts }) => [name, state, attempts]),
      steps.map((step) => [step, 'completed', 1]),
    );
  });
});
