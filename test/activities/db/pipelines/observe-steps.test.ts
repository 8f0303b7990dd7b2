import assert from 'node:assert/strict';
import { beginPipeline } from '../../../../activities/db/pipelines/begin-pipeline.ts';
import { observeSteps } from '../../../../activities/db/pipelines/observe-steps.ts';
import { startSteps } from '../../../../activities/db/pipelines/start-steps.ts';
import { query, sql } from '../../../../activities/db/sql.ts';
import { looseSpec, submit } from '../../../support/pipeline-records.ts';
import { createTestDatabase, type TestDatabase } from '../../../support/postgres.ts';
import { createQueue } from '../../../support/records.ts';

describe('observeSteps', () => {
  let database: TestDatabase;
  before(async () => {
    database = await createTestDatabase();
  });
  after(() => database.release());

  it('tells of an end as often as it is asked: the first answer may be lost', async () => {
    const { db } = database;
    await createQueue(db, 'q');
    const steps = [{ name: 'a', kind: 'task', base: { code: 'print(1)', entryPoint: 'a.py', binary: 'python3' } }];
    const run = { taskId: await submit(db, looseSpec({ steps }, 'q')), attempt: 1 };
    await beginPipeline(db, run);
    const [started] = await startSteps(db, { run, steps: [{ node: 'a', attempt: 1 }] });
    const tasks = [started?.task ?? ''];
    await query(db.em.fork(), sql`update tasks set status = 'failed' where id = any(${tasks}::text[])`);
    const first = await observeSteps(db, { run, tasks });
    assert.deepEqual(
      first.map(({ node, state }) => [node, state]),
      [['a', 'failed']],
    );
    assert.deepEqual(await observeSteps(db, { run, tasks }), first);
    assert.deepEqual(await observeSteps(db, { run, tasks: 'all' }), first);
  });
});
