import assert from 'node:assert/strict';
import fc from 'fast-check';
import { addEvents } from '../../../../activities/db/events/add-events.ts';
import { appendConsole } from '../../../../activities/db/events/append-console.ts';
import { type ConsoleCursor, parseCursor } from '../../../../activities/db/events/console-cursor.ts';
import { type ConsolePage, readConsole } from '../../../../activities/db/events/read-console.ts';
import { streamConsole } from '../../../../activities/db/events/stream-console.ts';
import { createTestDatabase, type TestDatabase } from '../../../support/postgres.ts';
import { batchOf, createTask } from './support.ts';

describe('console pages', () => {
  let database: TestDatabase;
  before(async () => {
    database = await createTestDatabase();
  });
  after(() => database.release());

  /** Writes to the console of a run, as its agent and its SDK do. */
  async function openConsole() {
    const task = await createTask(database.db, { attempt: 1 });
    let offset = 0;
    return {
      task,
      async write(text: string) {
        const run = { taskId: task, attempt: 1 };
        offset = (await appendConsole(database.db, { run, worker: 'w', offset, text, timestamp: 1000 })).next;
      },
      log: (msg: string) =>
        addEvents(
          database.db,
          batchOf({ logs: [{ owner: task, ofModel: false, allowLocked: false, at: 1, worker: 'w', level: 'INFO', msg }] }),
        ),
      end: () => database.db.em.fork().execute('update attempts set ended = now() where task = ?', [task]),
    };
  }

  const read = (
    task: string,
    input: { after?: string; before?: string; limit?: number; attempt?: number } = {},
  ): Promise<ConsolePage> =>
    readConsole(database.db, { task, limit: 100, ...input, after: cursorOf(input.after), before: cursorOf(input.before) });

  const cursorOf = (text: string | undefined): ConsoleCursor | undefined => (text === undefined ? undefined : parseCursor(text)!);
  const texts = (page: ConsolePage) => page.lines.map((line) => line.text);

  async function readBack(task: string, limit: number): Promise<string[]> {
    let page = await read(task, { limit });
    const lines = texts(page);
    while (page.previousCursor !== null) {
      page = await read(task, { before: page.previousCursor, limit });
      lines.unshift(...texts(page));
    }
    return lines;
  }

  async function download(task: string): Promise<string> {
    let text = '';
    for await (const piece of streamConsole(database.db.em.fork(), { task })) text += piece;
    return text;
  }

  it('are the newest lines first of all, and lead back to the first one', async () => {
    const { task, write } = await openConsole();
    await write(Array.from({ length: 10 }, (_, i) => `line ${i}\n`).join(''));
    const newest = await read(task, { limit: 3 });
    assert.deepEqual([texts(newest), newest.total], [['line 7', 'line 8', 'line 9'], 10]);
    const earlier = await read(task, { limit: 3, before: newest.previousCursor! });
    assert.deepEqual(texts(earlier), ['line 4', 'line 5', 'line 6']);
    assert.equal((await read(task, { limit: 10 })).previousCursor, null);
  });

  it('show a line whole that came in pieces, when it is finished', async () => {
    const { task, write } = await openConsole();
    await write('first\nhal');
    const page = await read(task);
    assert.deepEqual([texts(page), page.open?.text], [['first'], 'hal']);
    await write('f a line');
    const later = await read(task, { after: page.nextCursor });
    assert.deepEqual([texts(later), later.open?.text, later.open?.id], [[], 'half a line', page.open!.id]);
    await write('\nnext\n');
    const last = await read(task, { after: later.nextCursor });
    assert.deepEqual([texts(last), last.open, last.lines[0]!.id], [['half a line', 'next'], null, page.open!.id]);
    assert.deepEqual(texts(await read(task, { after: last.nextCursor })), []);
  });

  it('show what a progress bar shows in the end, however often it was drawn', async () => {
    const { task, write } = await openConsole();
    for (let percent = 0; percent <= 100; percent++) await write(`\r${'#'.repeat(2000)} ${percent}%`);
    assert.equal((await read(task)).open?.text, `${'#'.repeat(2000)} 100%`);
    await write('\nafter\r\n');
    assert.deepEqual(texts(await read(task)), [`${'#'.repeat(2000)} 100%`, 'after']);
    assert.equal((await read(task)).total, 2);
  });

  it('show a line that is longer than a row', async () => {
    const { task, write } = await openConsole();
    for (let i = 0; i < 5; i++) await write('0123456789'.repeat(4000));
    await write('end\nnext\n');
    const page = await read(task);
    assert.deepEqual([page.lines.map((line) => line.text.length), page.total], [[200_003, 4], 2]);
  });

  it('hold the lines of the SDK beside those of the agent', async () => {
    const { task, write, log } = await openConsole();
    await write('begin\nunfin');
    await log('one\ntwo');
    const page = await read(task);
    assert.deepEqual([texts(page), page.open?.text], [['begin', 'one', 'two'], 'unfin']);
    await write('ished\nend\n');
    assert.deepEqual(texts(await read(task, { after: page.nextCursor })), ['unfinished', 'end']);
    assert.equal(await download(task), 'begin\nunfinished\none\ntwo\nend\n');
    assert.deepEqual(
      (await read(task)).lines.map(({ level }) => level),
      ['info', 'info', 'info', 'info', 'info'],
    );
  });

  it('take the last line of a run that has ended for finished', async () => {
    const { task, write, end } = await openConsole();
    await write('done, without a line end');
    await end();
    const page = await read(task);
    assert.deepEqual([texts(page), page.open], [['done, without a line end'], null]);
  });

  it('may be of one attempt', async () => {
    const { task, write } = await openConsole();
    await write('first\n');
    const em = database.db.em.fork();
    await em.execute('update tasks set attempt = 2 where id = ?', [task]);
    await em.execute('insert into attempts (task, number, created) values (?, 2, now())', [task]);
    await appendConsole(database.db, {
      run: { taskId: task, attempt: 2 },
      worker: 'w',
      offset: 0,
      text: 'second\n',
      timestamp: 1,
    });
    const page = await read(task, { attempt: 2 });
    assert.deepEqual([texts(page), page.total], [['second'], 1]);
    assert.deepEqual(texts(await read(task)), ['first', 'second']);
  });

  it('of nothing are empty, and follow from the beginning', async () => {
    const { task, write } = await openConsole();
    const page = await read(task);
    assert.deepEqual([page.lines, page.previousCursor, page.total], [[], null, 0]);
    await write('first\n');
    assert.deepEqual(texts(await read(task, { after: page.nextCursor })), ['first']);
  });

  it('bring each line once to one who follows and to one who reads back, however it is written', async () => {
    const step = fc.record({
      kind: fc.constantFrom('write', 'write', 'log', 'poll'),
      text: fc.array(fc.constantFrom('a', 'b\n', '\n', '\rc', 'd'.repeat(40_000), 'e\r\n'), { minLength: 1, maxLength: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 15 }), fc.integer({ min: 1, max: 7 }), async (steps, limit) => {
        const { task, write, log, end } = await openConsole();
        let cursor = '0.0';
        let streamed = '';
        const logged: string[] = [];
        const followed: string[] = [];
        const poll = async () => {
          for (;;) {
            const page = await read(task, { after: cursor, limit });
            followed.push(...page.lines.map(({ id, text }) => `${id} ${text}`));
            if (page.nextCursor === cursor) return;
            cursor = page.nextCursor;
          }
        };
        for (const { kind, text } of steps) {
          if (kind === 'poll') await poll();
          else if (kind === 'log') {
            await log(text.join(''));
            logged.push(...text.join('').replace(/\n$/, '').split('\n'));
          } else {
            await write(text.join(''));
            streamed += text.join('');
          }
        }
        await end();
        await poll();
        const lines = streamed === '' ? [] : streamed.replace(/\n$/, '').split('\n');
        const expected = [...lines, ...logged].map((line) => line.replace(/\r+$/, '').replace(/^.*\r/s, '')).sort();
        assert.deepEqual(followed.map((line) => line.replace(/^\S+ /, '')).sort(), expected);
        assert.equal(new Set(followed.map((line) => line.split(' ')[0])).size, followed.length);
        const back = await readBack(task, limit);
        assert.deepEqual([...back].sort(), expected);
        assert.equal((await read(task, { limit: 1 })).total, expected.length);
        if (logged.length === 0) assert.equal(await download(task), streamed);
      }),
      { numRuns: 60 },
    );
  });
});
