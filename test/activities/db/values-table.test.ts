import assert from 'node:assert/strict';
import { query, sql } from '../../../activities/db/sql.ts';
import { valuesTable } from '../../../activities/db/values-table.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

describe('rows as a table in a statement', () => {
  let database: TestDatabase;
  before(async () => {
    database = await createTestDatabase();
  });
  after(() => database.release());

  it('are what they were, whatever they hold', async () => {
    const rows = [
      { i: 1, b: 2 ** 53 - 1, d: 0.1, t: `"quo'te", \\ {x},NULL`, f: true },
      { i: -(2 ** 31), b: -(2 ** 53 - 1), d: -1e-300, t: '', f: false },
      { i: null, b: null, d: null, t: null, f: null },
      { i: 0, b: 0, d: Number.NaN, t: 'ünï\n😀', f: true },
      { i: 2 ** 31 - 1, b: -1, d: Number.NEGATIVE_INFINITY, t: 'NULL', f: true },
    ];
    const columns = { i: 'int', b: 'bigint', d: 'double precision', t: 'text', f: 'boolean' } as const;
    const read = await query<(typeof rows)[0]>(
      database.db.em.fork(),
      sql`select i, b::float8 as b, d, t, f from ${valuesTable(rows, columns)} as r (i, b, d, t, f)`,
    );
    assert.deepEqual(read, rows);
  });

  it('may be none', async () => {
    const read = await query(
      database.db.em.fork(),
      sql`select * from ${valuesTable([] as { i: number }[], { i: 'int' })} as r (i)`,
    );
    assert.deepEqual(read, []);
  });
});
