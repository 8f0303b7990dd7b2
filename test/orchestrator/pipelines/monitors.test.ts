import assert from 'node:assert/strict';
import { addEvents } from '../../../activities/db/events/add-events.ts';
import { emptyBatch } from '../../../activities/db/events/event-batch.ts';
import { readCurves } from '../../../activities/db/events/scalars/read-curves.ts';
import { query, sql } from '../../../activities/db/sql.ts';
import { putArtifacts } from '../../../activities/db/tasks/artifacts.ts';
import { controllerWorkflowId } from '../../../workflows/contracts/controller.ts';
import type { Figure } from '../../../workflows/domain/figure.ts';
import { eventually } from '../../support/eventually.ts';
import { type PipelineBench, startPipelineBench } from '../../support/pipeline-bench.ts';
import { endOf, giveOutputModel, looseSpec, submit } from '../../support/pipeline-records.ts';

describe('what a step is monitored for', function () {
  this.timeout(60_000);
  let bench: PipelineBench;
  before(async () => {
    bench = await startPipelineBench();
  });
  after(() => bench.release());

  const report = (owner: string, iter: number, value: number) =>
    addEvents(bench.db, {
      ...emptyBatch(),
      scalars: [
        { owner, ofModel: false, allowLocked: false, at: Date.now(), worker: '', metric: 'loss', variant: 'val', iter, value },
      ],
    });
  const curveOf = async (run: string) => {
    const [curve] = await readCurves(bench.db.em.fork(), { owners: [run], samples: 0 });
    return curve && { name: `${curve.metric}/${curve.variant}`, iter: curve.iter, value: curve.value };
  };

  it('is copied to the run while the step runs, and whole when it ends', async () => {
    const gate = Promise.withResolvers<void>();
    bench.plays.train = async ({ taskId }) => {
      await report(taskId, 0, 1);
      await gate.promise;
      await report(taskId, 1, 0.5);
      await putArtifacts(bench.db, {
        task: taskId,
        userId: 'u',
        force: true,
        artifacts: [{ key: 'report', uri: 'http://files/r', hash: 'abc', type: 'json' }],
      });
      await giveOutputModel(bench.db, { task: taskId, model: 'm1', name: 'best' });
      return undefined;
    };
    const monitor = {
      metrics: [{ title: 'loss', series: 'val', toTitle: 'pipeline', toSeries: 'train loss' }],
      artifacts: [{ from: 'report', to: 'final report' }],
      models: [{ from: 'best', to: 'winner' }],
    };
    const run = await submit(bench.db, looseSpec({ steps: [bench.task('train', { monitor })] }, bench.queue));
    await eventually('the curve is there', async () => (await curveOf(run))?.iter.length === 1);
    gate.resolve();
    assert.equal(await endOf(bench.db, run), 'completed');
    assert.deepEqual(await curveOf(run), { name: 'pipeline/train loss', iter: [0, 1], value: [1, 0.5] });
    const [task] = await query<any>(bench.db.em.fork(), sql`select artifacts, models from tasks where id = ${run}`);
    assert.deepEqual(
      task.artifacts.map(({ key, hash }: any) => [key, hash]),
      [['final report', 'abc']],
    );
    assert.deepEqual(task.models.output, [{ name: 'winner', model: 'm1' }]);
  });
});

describe('the plots of a run', function () {
  this.timeout(60_000);
  let bench: PipelineBench;
  before(async () => {
    bench = await startPipelineBench();
  });
  after(() => bench.release());

  const plotOf = async (run: string, variant: string): Promise<Figure | null> => {
    const rows = await query<{ plot_str: string }>(
      bench.db.em.fork(),
      sql`select plot_str from plots where owner = ${run} and variant = ${variant}`,
    );
    return rows.length > 0 ? (JSON.parse(rows[0]!.plot_str) as Figure) : null;
  };
  const states = async (run: string) => {
    const [flow] = (await plotOf(run, 'Execution Flow'))?.data ?? [];
    return (flow?.node as { customdata: string[] } | undefined)?.customdata.slice(1);
  };

  it('are its graph and the table of its steps, while it runs and as it ended', async () => {
    const gate = Promise.withResolvers<void>();
    bench.plays.train = async () => {
      await gate.promise;
      return undefined;
    };
    const steps = [bench.task('train'), bench.task('use', { parents: ['train'] })];
    const run = await submit(bench.db, looseSpec({ steps }, bench.queue));
    await eventually('it is drawn while it runs', async () => (await states(run)) !== undefined);
    gate.resolve();
    assert.equal(await endOf(bench.db, run), 'completed');
    await eventually('it is drawn as it ended', async () => (await states(run))?.join() === 'completed,completed');
    const { data } = (await plotOf(run, 'Execution Details'))!;
    assert.deepEqual((data[0]!.cells as { values: string[][] }).values[0], ['train', 'use']);
  });

  it('do not keep the run from ending when they cannot be written', async () => {
    const em = bench.db.em.fork();
    await query(
      em,
      sql`create function refuse() returns trigger language plpgsql as $$ begin raise 'no plot can be written'; end $$`,
    );
    await query(em, sql`create trigger refuse before insert or update on plots for each row execute function refuse()`);
    try {
      const run = await submit(bench.db, looseSpec({ name: 'not drawn', steps: [bench.task('use')] }, bench.queue));
      assert.equal(await endOf(bench.db, run), 'completed');
      const workflow = controllerWorkflowId('pipeline', { taskId: run, attempt: 1 });
      assert.equal(await bench.env.client.workflow.getHandle(workflow).result(), 'completed');
      assert.equal(await plotOf(run, 'Execution Flow'), null);
    } finally {
      await query(em, sql`drop trigger refuse on plots`);
    }
  });
});
