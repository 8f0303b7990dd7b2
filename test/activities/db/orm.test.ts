import assert from 'node:assert/strict';
import { type Db, openDb } from '../../../activities/db/orm.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

const PLACES = 2;

describe('openDb', () => {
  let database: TestDatabase;
  let db: Db;
  before(async () => {
    database = await createTestDatabase();
    db = await openDb({ url: database.url, poolSize: PLACES });
  });
  after(async () => {
    await db.close();
    await database.release();
  });

  const endConnection = (pid: number) => database.db.em.fork().execute('select pg_terminate_backend(?)', [pid]);

  it('has as many connections as before when Postgres has ended them in transactions', async () => {
    for (let outage = 0; outage <= PLACES; outage += 1) {
      const transaction = db.em.fork().transactional(async (em) => {
        const [backend] = await em.execute<[{ pid: number }]>('select pg_backend_pid() as pid');
        await endConnection(backend.pid);
        await em.execute('select 1');
      });
      await assert.rejects(transaction, /terminat|connection/i);
    }
    const together = await Promise.all(
      Array.from({ length: PLACES }, () =>
        db.em.fork().transactional(async (em) => em.execute<[{ one: number }]>('select 1 as one from pg_sleep(0.05)')),
      ),
    );
    assert.deepEqual(together, Array(PLACES).fill([{ one: 1 }]));
  });
});
