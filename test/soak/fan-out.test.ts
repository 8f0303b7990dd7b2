import assert from 'node:assert/strict';
import { query, sql } from '../../activities/db/sql.ts';
import { type PipelineBench, startPipelineBench } from '../support/pipeline-bench.ts';
import { endOf, looseSpec, submit } from '../support/pipeline-records.ts';

const WIDE = 500;
/** Temporal ends a workflow at 51,200 events. */
const LONGEST_HISTORY = 10_000;

describe('a wide run of a pipeline', () => {
  let bench: PipelineBench;
  before(async () => {
    bench = await startPipelineBench({ agents: 4 });
  });
  after(() => bench.release());

  it(`runs each of ${WIDE} steps once, and keeps its histories short`, async () => {
    const names = Array.from({ length: WIDE }, (_, index) => `s${index}`);
    const steps = [
      bench.task('first'),
      ...names.map((name) => bench.task(name, { parents: ['first'] })),
      bench.task('last', { parents: names }),
    ];
    const run = await submit(bench.db, looseSpec({ name: 'wide', steps }, bench.queue));
    assert.equal(await endOf(bench.db, run, 540_000), 'completed');
    assert.deepEqual(bench.played.toSorted(), ['first', 'last', ...names].toSorted());
    for await (const { historyLength } of bench.env.client.workflow.list({ query: `WorkflowId = 'pipeline-${run}-1'` }))
      assert.ok(historyLength < LONGEST_HISTORY, `${historyLength} events in one history`);
    const [count] = await query<{ states: number }>(
      bench.db.em.fork(),
      sql`select count(distinct node)::int as states from pipeline_events where run = ${run} and state = 'completed'`,
    );
    assert.equal(count?.states, WIDE + 2);
  });
});
