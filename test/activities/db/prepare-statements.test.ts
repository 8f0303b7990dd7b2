import assert from 'node:assert/strict';
import { type Db, openDb } from '../../../activities/db/orm.ts';
import { query, sql } from '../../../activities/db/sql.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

describe('statements that are used over and over', () => {
  let database: TestDatabase;
  let db: Db;

  before(async () => {
    database = await createTestDatabase();
  });
  beforeEach(async () => {
    // One connection shows what is prepared in it.
    db = await openDb({ url: database.url, poolSize: 1 });
  });
  afterEach(() => db.close());
  after(() => database.release());

  const times = async (count: number, run: (index: number) => Promise<unknown>) => {
    for (let index = 0; index < count; index += 1) await run(index);
  };
  const prepared = async () =>
    (await query<{ statement: string }>(db.em.fork(), sql`select statement from pg_prepared_statements`)).map(
      ({ statement }) => statement,
    );

  it('are prepared, with other values each time, and others are not', async () => {
    await times(20, async (index) => {
      const rows = await query(db.em.fork(), sql`select ${index}::int as often`);
      assert.deepEqual(rows, [{ often: index }]);
    });
    await times(3, (index) => query(db.em.fork(), sql`select ${index}::int as seldom`));
    await times(20, (index) => query(db.em.fork(), sql.raw(`select ${index} as always_another`)));
    assert.deepEqual(await prepared(), ['select $1::int as often']);
  });

  it('are so many at the most, whatever is asked for', async () => {
    await times(300, (kind) => times(6, () => query(db.em.fork(), sql`select ${1}::int as ${sql.raw(`kind_${kind}`)}`)));
    assert.equal((await prepared()).length, 250);
  });

  it('go on when their table is changed', async () => {
    await query(db.em.fork(), sql`create table changing (id int)`);
    const read = () => query(db.em.fork(), sql`select * from changing where id = ${1}`);
    await query(db.em.fork(), sql`insert into changing values (${1})`);
    await times(10, read);
    await query(db.em.fork(), sql`alter table changing add column more text`);
    assert.deepEqual(await read(), [{ id: 1, more: null }]);
    await times(10, read);
    const inTransaction = () =>
      db.em.fork().transactional(async (em) => {
        await query(em, sql`insert into changing values (${2})`);
        return query(em, sql`select * from changing where id = ${1}`);
      });
    await query(db.em.fork(), sql`alter table changing drop column more`);
    await assert.rejects(inTransaction(), /cached plan must not change result type/);
    assert.deepEqual(await inTransaction(), [{ id: 1 }]);
  });
});
