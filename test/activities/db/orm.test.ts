import assert from 'node:assert/strict';
import { textArray } from '../../../activities/db/text-array.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

describe('the database connection', () => {
  let database: TestDatabase;
  before(async () => {
    database = await createTestDatabase();
  });
  after(() => database.release());

  it('answers points in time as Date objects', async () => {
    const at = new Date('2026-01-02T03:04:05.678Z');
    assert.deepEqual(await database.db.em.fork().execute('select ?::timestamptz(3) as at', [at]), [{ at }]);
  });

  it('takes any text as the element of an array', async () => {
    const values = ['plain', 'a,b', 'quo"te', 'back\\slash', '{x}', '', 'null'];
    assert.deepEqual(await database.db.em.fork().execute('select ?::text[] as list', [textArray(values)]), [{ list: values }]);
  });
});
