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

  it(`runs each of ${WIDE} steps once, fails no workflow task, and keeps its histories short`, async () => {
    const names = Array.from({ length: WIDE }, (_, index) => `s${index}`);
    const steps = [
      bench.task('first'),
      ...names.map((name) => bench.task(name, { parents: ['first'] })),
      bench.task('last', { parents: names }),
    ];
    const run = await submit(bench.db, looseSpec({ name: 'wide', steps }, bench.queue));
    assert.equal(await endOf(bench.db, run, 540_000), 'completed');
    assert.deepEqual(bench.played.toSorted(), ['first', 'last', ...names].toSorted());
    const { events = [] } = await bench.env.client.workflow.getHandle(`pipeline-${run}-1`).fetchHistory();
    assert.ok(events && events.length < LONGEST_HISTORY, `${events?.length} events in one history`);
    const failed = events.flatMap(({ workflowTaskFailedEventAttributes: it }) =>
      it ? [{ cause: it.cause, message: it.failure?.message }] : [],
    );
    assert.deepEqual(failed, [], 'workflow tasks that failed');
    const [timeline] = await query<{ completed: number; starts: number }>(
      bench.db.em.fork(),
      sql`select count(distinct node) filter (where state = 'completed')::int as completed,
            extract(epoch from max(at) filter (where state = 'queued' and node <> 'last')
              - min(at) filter (where state = 'completed'))::float8 as starts
          from pipeline_events where run = ${run}`,
    );
    assert.equal(timeline?.completed, WIDE + 2);
    console.log(`      the steps were started within ${timeline?.starts.toFixed(1)} s`);
  });
});
