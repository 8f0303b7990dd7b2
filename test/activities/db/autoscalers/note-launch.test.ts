import assert from 'node:assert/strict';
import { noteLaunched, noteRefused } from '../../../../activities/db/autoscalers/note-launch.ts';
import { query, sql } from '../../../../activities/db/sql.ts';
import { startTestApi, type TestApi } from '../../../support/api-server.ts';
import { eventually } from '../../../support/eventually.ts';
import { createMachine, createScaler } from '../../../support/scalers.ts';

describe('the outcome of a launch', () => {
  let server: TestApi;
  before(async () => {
    server = await startTestApi();
  });
  after(() => server.release());

  const launched = { cloudId: 'i-1', zone: null, launchedAt: new Date() };
  for (const [what, note] of [
    ['that succeeded', (machine: string) => noteLaunched(server.api.db, machine, launched)],
    ['that was refused', (machine: string) => noteRefused(server.api.db, machine, { reason: 'none left', now: new Date() })],
  ] as const)
    it(`${what} waits for a look that is at work, and does not block it`, async () => {
      const { db } = server.api;
      const scaler = await createScaler(db);
      await query(
        db.em.fork(),
        sql`update scalers set backoffs = '{"cpu": {"until": 0, "reason": "none left", "failures": 1}}' where id = ${scaler}`,
      );
      const { id } = await createMachine(db, scaler, { cloudId: null, state: 'planned' });
      const { noted } = await db.em.fork().transactional(async (look) => {
        await query(look, sql`select from scalers where id = ${scaler} for update`);
        const noted = note(id);
        await eventually('it waits', async () => {
          const [row] = await query<{ waiting: number }>(
            db.em.fork(),
            sql`select count(*)::int as waiting from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
          );
          return row!.waiting > 0;
        });
        await query(look, sql`select from machines where scaler = ${scaler} for update`);
        return { noted };
      });
      await noted;
      const [row] = await query<{ state: string }>(db.em.fork(), sql`select state from machines where id = ${id}`);
      assert.notEqual(row?.state, 'planned');
    });
});
