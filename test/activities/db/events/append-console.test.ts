import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Refusal } from '../../../../activities/db/errors.ts';
import { appendConsole } from '../../../../activities/db/events/append-console.ts';
import { newId } from '../../../../activities/db/ids.ts';
import { createTestDatabase, type TestDatabase } from '../../../support/postgres.ts';

describe('the console of a run', () => {
  let database: TestDatabase;
  before(async () => {
    database = await createTestDatabase();
  });
  after(() => database.release());

  async function createRun(): Promise<string> {
    const id = newId();
    const em = database.db.em.fork();
    await em.execute(
      `insert into tasks (id, name, project, user_id, attempt, created, last_update, last_change, status_changed)
       values (?, 'run', 'p', 'u', 1, now(), now(), now(), now())`,
      [id],
    );
    await em.execute(`insert into attempts (task, number, created) values (?, 1, now())`, [id]);
    return id;
  }

  const append = (taskId: string, chunk: { offset: number; text: string; attempt?: number; timestamp?: number }) =>
    appendConsole(database.db, {
      run: { taskId, attempt: chunk.attempt ?? 1 },
      worker: 'w',
      timestamp: chunk.timestamp ?? 1000,
      offset: chunk.offset,
      text: chunk.text,
    });

  async function stored(task: string): Promise<string> {
    const rows = await database.db.em
      .fork()
      .execute<{ msg: string }[]>('select msg from log_events where task = ? order by id', [task]);
    return rows.map((row) => row.msg).join('');
  }

  it('is the exact text once, however it is cut, repeated and overlapped', async () => {
    const piece = fc.constantFrom('line\n', 'é', '😀', '\n', '\r', 'abc', 'x'.repeat(30_000));
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { minLength: 1, maxLength: 30 }),
        fc.array(fc.tuple(fc.nat(30), fc.nat(12)), { maxLength: 12 }),
        async (pieces, sends) => {
          const task = await createRun();
          const whole = pieces.join('');
          let next = 0;
          for (const [from, count] of [...sends, [0, pieces.length] as const]) {
            const offset = Buffer.byteLength(pieces.slice(0, from).join(''));
            const text = pieces.slice(from, from + count).join('');
            const answer = await append(task, { offset, text });
            next = offset > next ? next : Math.max(next, offset + Buffer.byteLength(text));
            assert.equal(answer.next, next);
          }
          assert.equal(await stored(task), whole);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('answers where to go on after a gap, and stores nothing', async () => {
    const task = await createRun();
    await append(task, { offset: 0, text: 'one\n' });
    assert.deepEqual(await append(task, { offset: 9, text: 'three\n' }), { next: 4 });
    assert.equal(await stored(task), 'one\n');
  });

  it('takes two senders of the same text at the same time', async () => {
    const task = await createRun();
    const lines = Array.from({ length: 50 }, (_, i) => `line ${i}\n`);
    const send = async () => {
      let offset = 0;
      for (const text of lines) {
        await append(task, { offset, text });
        offset += text.length;
      }
    };
    await Promise.all([send(), send(), send()]);
    assert.equal(await stored(task), lines.join(''));
  });

  it('never goes back in time', async () => {
    const task = await createRun();
    await append(task, { offset: 0, text: 'a\n', timestamp: 5000 });
    await append(task, { offset: 2, text: 'b\n', timestamp: 3000 });
    const rows = await database.db.em.fork().execute('select at from log_events where task = ? order by id', [task]);
    assert.deepEqual(
      rows.map((row: any) => Number(row.at)),
      [5000, 5000],
    );
  });

  it('refuses an attempt that is not the newest', async () => {
    const task = await createRun();
    await database.db.em.fork().execute('update tasks set attempt = 2 where id = ?', [task]);
    await assert.rejects(
      append(task, { offset: 0, text: 'late\n' }),
      (error: Refusal) => error instanceof Refusal && error.code === 'runSuperseded',
    );
    assert.equal(await stored(task), '');
  });

  it('refuses an unknown task', async () => {
    await assert.rejects(append(newId(), { offset: 0, text: 'x' }), { code: 'taskNotFound' });
  });

  it('takes zero bytes, which Postgres cannot store', async () => {
    const task = await createRun();
    assert.deepEqual(await append(task, { offset: 0, text: 'a\0b\n' }), { next: 4 });
    assert.equal(await stored(task), 'a\uFFFDb\n');
  });
});
