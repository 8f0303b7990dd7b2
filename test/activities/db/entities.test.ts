import assert from 'node:assert/strict';
import { query, sql } from '../../../activities/db/sql.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

interface Column {
  name: string;
  type: string;
  nullable: boolean;
}

describe('the entities', () => {
  let database: TestDatabase;
  before(async () => {
    database = await createTestDatabase();
  });
  after(() => database.release());

  const columnsOf = (table: string): Promise<Column[]> =>
    query(
      database.db.em.fork(),
      sql`select attname as name, atttypid::regtype::text as type, not attnotnull as nullable from pg_attribute
          where attrelid = ${table}::regclass and attnum > 0 and not attisdropped order by attname`,
    );

  /** The type as Postgres calls it, without its precision; a serial is an integer with a sequence. */
  async function knownType(type: string): Promise<string> {
    const [row] = await query<{ type: string }>(
      database.db.em.fork(),
      sql`select to_regtype(${type.replace('serial', 'int')})::text as type`,
    );
    return row!.type;
  }

  it('have the columns that the migrations make, with their types, and no other', async () => {
    for (const { tableName, props } of database.db.em.getMetadata().getAll().values()) {
      const declared: Column[] = [];
      for (const { fieldNames, columnTypes, nullable, persist } of props) {
        if (persist === false) continue;
        for (const [index, name] of fieldNames.entries())
          declared.push({ name, type: await knownType(columnTypes[index]!), nullable: nullable === true });
      }
      assert.deepEqual(
        declared.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
        (await columnsOf(tableName)).toSorted((a, b) => (a.name < b.name ? -1 : 1)),
        tableName,
      );
    }
  });
});
