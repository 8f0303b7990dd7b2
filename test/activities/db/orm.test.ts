import assert from 'node:assert/strict';
import { query, sql } from '../../../activities/db/sql.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

describe('the database connection', () => {
  let database: TestDatabase;
  before(async () => {
    database = await createTestDatabase();
  });
  after(() => database.release());

  it('answers points in time as Date objects', async () => {
    const at = new Date('2026-01-02T03:04:05.678Z');
    const em = database.db.em.fork();
    assert.deepEqual(await em.execute('select ?::timestamptz(3) as at', [at]), [{ at }]);
    assert.deepEqual(await query(em, sql`select ${at}::timestamptz(3) as at`), [{ at }]);
  });

  it('has no statement compiled', async () => {
    assert.deepEqual(await database.db.em.fork().execute('show jit'), [{ jit: 'off' }]);
  });

  it('takes any text as the element of an array', async () => {
    const list = ['plain', 'a,b', 'quo"te', 'back\\slash', '{x}', '', 'null'];
    assert.deepEqual(await query(database.db.em.fork(), sql`select ${list}::text[] as list`), [{ list }]);
  });

  it('writes through the transaction of its entity manager', async () => {
    const { em } = database.db;
    const outcome = em.fork().transactional(async (transaction) => {
      await query(transaction, sql`insert into outbox (message) values ('{}')`);
      throw new Error('undo');
    });
    await assert.rejects(outcome, /undo/);
    assert.deepEqual(await query(em.fork(), sql`select id from outbox`), []);
  });
});
