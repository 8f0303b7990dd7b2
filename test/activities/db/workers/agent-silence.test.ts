import assert from 'node:assert/strict';
import { query, sql } from '../../../../activities/db/sql.ts';
import { agentSilentMs, noteServerStart } from '../../../../activities/db/workers/agent-silence.ts';
import { createTestDatabase, type TestDatabase } from '../../../support/postgres.ts';

describe('the silence of an agent', () => {
  let database: TestDatabase;
  before(async () => {
    database = await createTestDatabase();
    const { em } = database.db;
    await query(
      em.fork(),
      sql`insert into workers (id, kind, user_id, queues, register_time, register_timeout, last_activity)
          values ('box', 'perdura', 'u', '{}', now(), 25, now() - interval '10 minutes')`,
    );
  });
  beforeEach(() => query(database.db.em.fork(), sql`delete from server_starts`));
  after(() => database.release());

  const silentSeconds = async () => Math.round((await agentSilentMs(database.db, 'box')) / 1000);

  it('is the time since it was last heard of', async () => {
    assert.equal(await silentSeconds(), 600);
  });

  for (const service of ['api', 'orchestrator'] as const)
    it(`is no longer than the ${service} has been there`, async () => {
      await noteServerStart(database.db, 'api');
      await noteServerStart(database.db, 'orchestrator');
      await query(
        database.db.em.fork(),
        sql`update server_starts set at = now() - interval '1 hour' where service <> ${service}`,
      );
      assert.equal(await silentSeconds(), 0);
    });
});
