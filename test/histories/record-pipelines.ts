/** Records histories of pipelines, on the real orchestrator and Postgres; part of `npm run histories -- LABEL`. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { viewRun } from '../../activities/db/pipelines/views/view-run.ts';
import { stopTask } from '../../activities/db/tasks/stop.ts';
import { startDefinitionWorker } from '../support/definition-worker.ts';
import { eventually } from '../support/eventually.ts';
import { delayStops } from '../support/late-stops.ts';
import { fails, failsTimes, type PipelineBench, startPipelineBench, untilStopped } from '../support/pipeline-bench.ts';
import { endOf, looseSpec, statesOf, submit } from '../support/pipeline-records.ts';
import { ensureTemporal, mochaGlobalSetup, mochaGlobalTeardown } from '../support/servers.ts';

/** Writes `pipeline-<case>.<label>.json` for each way that a run can go. */
export async function recordPipelines(label: string): Promise<void> {
  await mochaGlobalSetup();
  const bench = await startPipelineBench();
  try {
    for (const [name, play] of Object.entries(cases(bench))) {
      for (const step of Object.keys(bench.plays)) delete bench.plays[step];
      await save(bench, `pipeline-${name}.${label}`, `pipeline-${await play(name)}-1`);
    }
    await saveFunction(bench, label);
  } finally {
    await bench.release();
    await mochaGlobalTeardown();
  }
}

function cases(bench: PipelineBench): Record<string, (name: string) => Promise<string>> {
  const { task, plays } = bench;
  const begin = (name: string, steps: Record<string, unknown>[], more = {}) =>
    submit(bench.db, looseSpec({ name, steps, ...more }, bench.queue));
  const until = (run: string, step: string, state: string) =>
    eventually(`${step} is ${state}`, async () => (await statesOf(bench.db, run))[step] === state);
  const ended = async (run: string): Promise<string> => {
    await endOf(bench.db, run);
    return run;
  };
  return {
    diamond: async (name) =>
      ended(await begin(name, [task('a'), task('b', { parents: ['a'] }), task('c', { parents: ['a'] }), task('d', { parents: ['b', 'c'] })])),
    async failed(name) {
      plays.a = fails;
      return ended(await begin(name, [task('a', { retries: 1 }), task('b', { parents: ['a'] })]));
    },
    async limits(name) {
      plays.slow = untilStopped;
      return ended(await begin(name, [task('slow', { timeLimitMs: 300 }), task('b', { parents: ['slow'] })], { maxParallel: 1 }));
    },
    async aborted(name) {
      plays.slow = untilStopped;
      const run = await begin(name, [task('slow'), task('b', { parents: ['slow'] })]);
      await until(run, 'slow', 'running');
      await stopTask(bench.db, { task: run, actor: 'user:u', reason: 'abort' });
      return ended(run);
    },
    async 'aborted-by-callback'(name) {
      const endDelay = await delayStops(bench.db);
      const worker = await startDefinitionWorker(bench, { project: 'tests', name }, {
        async callStepHook({ run }) {
          await stopTask(bench.db, { task: run, actor: 'user:u', reason: 'abort' });
          return {};
        },
      });
      const run = await ended(await begin(name, [task('a', { hooks: ['postExecute'] }), task('b', { parents: ['a'] }), task('c', { parents: ['b'] })]));
      await endDelay();
      await worker.stop();
      return run;
    },
    async dynamic(name) {
      plays['work[1]'] = failsTimes(1);
      return ended(
        await begin(name, [
          task('work', { map: { over: [1, 2] }, retries: 1 }),
          task('tune', { repeat: { until: { value: 1, is: 'equal', than: 2 }, atMost: 2 } }),
          task('never', { when: { value: false, is: 'true' } }),
          { name: 'inner', kind: 'pipeline', pipeline: { spec: looseSpec({ name: 'leafs', steps: [task('leaf')] }, bench.queue) } },
        ]),
      );
    },
    async people(name) {
      const run = await begin(name, [
        { name: 'ask', kind: 'approval' },
        { name: 'gate', kind: 'wait', signal: 'go' },
        { name: 'nap', kind: 'wait', forMs: 200 },
        task('a', { parents: ['ask'] }),
        task('b', { parents: ['gate'] }),
      ]);
      await until(run, 'ask', 'awaiting');
      await bench.update(run, 'pause', {});
      await bench.update(run, 'approve', { step: 'ask', approved: true });
      await bench.update(run, 'resume', {});
      await until(run, 'a', 'completed');
      await bench.update(run, 'rerun', { step: 'a' });
      await bench.update(run, 'signal', { signal: 'go' });
      return ended(run);
    },
    async hooks(name) {
      const run = await begin(
        name,
        [task('a', { hooks: ['preExecute', 'onStatusChange', 'postExecute'] }), task('b', { hooks: ['when', 'items'], map: { over: null } })],
        { hooks: ['onStart', 'onEnd'] },
      );
      await eventually('it waits for its worker', async () => (await viewRun(bench.db.em.fork(), run)).workerMissingSince !== null);
      const worker = await startDefinitionWorker(bench, { project: 'tests', name }, {
        callPipelineHook: async () => {},
        callStepHook: async ({ hook }) => (hook === 'items' ? { items: [1] } : hook === 'postExecute' ? { addSteps: [task('more') as never] } : {}),
      });
      await endOf(bench.db, run);
      await worker.stop();
      return run;
    },
  };
}

async function saveFunction(bench: PipelineBench, label: string): Promise<void> {
  const worker = await startDefinitionWorker(bench, { project: 'tests', name: 'function' }, { runFunction: async () => ({ values: { n: 1 }, code: '' }) });
  const run = await submit(bench.db, looseSpec({ name: 'function', steps: [{ name: 'f', kind: 'function' }] }, bench.queue));
  await endOf(bench.db, run);
  await worker.stop();
  await save(bench, `pipeline-function.${label}`, `pipeline-${run}-1`);
  const [node] = await bench.db.em.fork().execute<{ task: string }[]>('select task from pipeline_nodes where run = ?', [run]);
  await save(bench, `function-completed.${label}`, `task-${node?.task}-1`);
}

async function save({ env }: PipelineBench, name: string, workflowId: string): Promise<void> {
  await eventually(`${workflowId} closed`, async () => (await env.client.workflow.getHandle(workflowId).describe()).status.name !== 'RUNNING');
  const { stdout } = await execa(await ensureTemporal(), ['workflow', 'show', '-w', workflowId, '-o', 'json', '--address', env.address]);
  const file = fileURLToPath(new URL(`./${name}.json`, import.meta.url));
  await writeFile(file, `${JSON.stringify(JSON.parse(stdout))}\n`);
  console.log(file);
}
