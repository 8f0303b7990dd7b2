import assert from 'node:assert/strict';
import { query, sql } from '../../../activities/db/sql.ts';
import { stopTask } from '../../../activities/db/tasks/stop.ts';
import { eventually } from '../../support/eventually.ts';
import { type PipelineBench, startPipelineBench } from '../../support/pipeline-bench.ts';
import { endOf, looseSpec, statesOf, submit } from '../../support/pipeline-records.ts';
import { createQueue } from '../../support/records.ts';

const WIDE = 200;

describe('a run with hundreds of steps side by side', function () {
  this.timeout(120_000);
  let bench: PipelineBench;
  before(async () => {
    bench = await startPipelineBench({ agents: 0 });
  });
  after(() => bench.release());

  const begin = () => {
    const steps = Array.from({ length: WIDE }, (_, index) => bench.task(`s${index}`));
    return submit(bench.db, looseSpec({ steps }, bench.queue));
  };
  const started = async (run: string): Promise<number> => {
    const [row] = await query<{ count: number }>(
      bench.db.em.fork(),
      sql`select count(*)::int as count from tasks where parent = ${run}`,
    );
    return row?.count ?? 0;
  };

  it('starts no more of them once it is stopped', async () => {
    const run = await begin();
    await eventually('some are started', async () => (await started(run)) > 0);
    await stopTask(bench.db, { task: run, actor: 'user:u', reason: 'abort' });
    assert.equal(await endOf(bench.db, run, 100_000), 'stopped');
    const count = await started(run);
    assert.ok(count < WIDE, `${count} were started`);
  });

  it('fails the one step that cannot be started, and starts those beside it once', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `s${index}`);
    const missing = bench.task('s5', { queue: 'gone' });
    await createQueue(bench.db, 'gone');
    const steps = names.map((name) => (name === 's5' ? missing : bench.task(name)));
    const spec = looseSpec(
      { steps: [{ name: 'ask', kind: 'approval' }, ...steps.map((step) => ({ ...step, parents: ['ask'] }))] },
      bench.queue,
    );
    const run = await submit(bench.db, spec);
    await eventually('it waits', async () => (await statesOf(bench.db, run)).ask === 'awaiting');
    await query(bench.db.em.fork(), sql`delete from queues where name = 'gone'`);
    await bench.update(run, 'approve', { step: 'ask', approved: true });
    await eventually('all are started', async () => (await statesOf(bench.db, run)).s11 === 'queued');
    const { ask, s5, ...others } = await statesOf(bench.db, run);
    assert.deepEqual([ask, s5], ['completed', 'failed']);
    assert.deepEqual(new Set(Object.values(others)), new Set(['queued']));
    assert.equal(await started(run), 11);
    await stopTask(bench.db, { task: run, actor: 'user:u', reason: 'abort' });
    await endOf(bench.db, run, 100_000);
  });

  it('hears of nothing that it does itself, and fails no workflow task', async () => {
    const run = await begin();
    await eventually('all are started', async () => (await started(run)) === WIDE);
    const { events } = await bench.env.client.workflow.getHandle(`pipeline-${run}-1`).fetchHistory();
    const kinds = (events ?? []).map((event) => Object.keys(event).find((key) => key.endsWith('Attributes')));
    for (const kind of ['workflowTaskFailedEventAttributes', 'workflowExecutionSignaledEventAttributes'])
      assert.equal(kinds.filter((each) => each === kind).length, 0, kind);
    await stopTask(bench.db, { task: run, actor: 'user:u', reason: 'abort' });
    await endOf(bench.db, run, 100_000);
  });
});
