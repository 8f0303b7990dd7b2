import assert from 'node:assert/strict';
import { discardFiles, forgetFiles, leaseDueFiles } from '../../../../activities/db/files/discarded-files.ts';
import { query, sql } from '../../../../activities/db/sql.ts';
import { createTestDatabase, type TestDatabase } from '../../../support/postgres.ts';

describe('discarded files', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.release());

  const em = () => database.db.em.fork();
  const urls = (files: { url: string }[]): string[] => files.map((file) => file.url).toSorted();

  it('are handed out when they are due, each to one', async () => {
    await discardFiles(em(), ['http://f/a', 'http://f/b', 'http://f/a', ''], 0);
    await discardFiles(em(), ['http://f/later'], 60);
    const [first, second] = await Promise.all([leaseDueFiles(em(), 1), leaseDueFiles(em(), 1)]);
    assert.deepEqual(urls([...first, ...second]), ['http://f/a', 'http://f/b']);
    assert.deepEqual(await leaseDueFiles(em(), 10), []);
  });

  it('come back when whoever took them did not say that they are gone', async () => {
    await discardFiles(em(), ['http://f/a', 'http://f/b'], 0);
    const [a] = await leaseDueFiles(em(), 1);
    await forgetFiles(em(), [a!.id]);
    await leaseDueFiles(em(), 1);
    await query(em(), sql`update discarded_files set due = due - interval '1 hour'`);
    assert.equal((await leaseDueFiles(em(), 10)).length, 1);
  });

  it('are marked when a model or an artifact refers to them', async () => {
    await query(
      em(),
      sql`insert into models (id, name, uri, user_id, created, last_update, last_change) values ('m', 'm', 'http://f/model', 'u', now(), now(), now())`,
    );
    const artifacts = JSON.stringify([{ key: 'k', mode: 'input', uri: 'http://f/artifact' }]);
    await query(
      em(),
      sql`insert into tasks (id, name, project, user_id, artifacts, created, last_update, last_change, status_changed)
          values ('t', 't', 'p', 'u', ${artifacts}::jsonb, now(), now(), now(), now())`,
    );
    await discardFiles(em(), ['http://f/model', 'http://f/artifact', 'http://f/free'], 0);
    const due = await leaseDueFiles(em(), 10);
    assert.deepEqual(urls(due.filter((file) => !file.used)), ['http://f/free']);
  });
});
