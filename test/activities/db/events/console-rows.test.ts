import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type OpenRow, planConsoleRows } from '../../../../activities/db/events/console-rows.ts';

interface StoredRow {
  msg: string;
  lines: number;
  continues: number | null;
}

/** What a database does with the plans. */
function store(chunks: string[]): StoredRow[] {
  const stored: StoredRow[] = [];
  let open: OpenRow | null = null;
  for (const chunk of chunks) {
    const plan = planConsoleRows(chunk, open);
    if (open) stored[open.id]!.msg += plan.append;
    stored.push(...plan.rows);
    if (plan.open === 'none') open = null;
    else {
      const id: number = plan.open === 'before' ? open!.id : stored.length - 1;
      open = { id, start: stored[id]!.continues ?? id, length: stored[id]!.msg.length };
    }
  }
  return stored;
}

const text = fc
  .array(fc.constantFrom('a', 'é', '\n', '\r', 'x'.repeat(40_000), 'line\n'), { maxLength: 12 })
  .map((s) => s.join(''));
const chunks = fc.array(text, { maxLength: 10 }).map((all) => all.filter((chunk) => chunk !== ''));

describe('rows of a console stream', () => {
  it('are the text, one after the other', () => {
    fc.assert(fc.property(chunks, (all) => assert.equal(textOf(store(all)), all.join(''))));
  });

  it('count each line once', () => {
    fc.assert(
      fc.property(chunks, (all) => {
        const lines = store(all).reduce((sum, row) => sum + row.lines, 0);
        assert.equal(lines, (all.join('').match(/[^\n]*\n|[^\n]+$/g) ?? []).length);
      }),
    );
  });

  it('begin with a line, or name the row whose line they continue', () => {
    fc.assert(
      fc.property(chunks, (all) => {
        const rows = store(all);
        rows.forEach((row, index) => {
          const before = textOf(rows.slice(0, index));
          assert.equal(row.continues !== null, before !== '' && !before.endsWith('\n'));
          if (row.continues !== null) assert.equal(rows[row.continues]!.continues, null);
        });
      }),
    );
  });

  it('stay small however long the line is', () => {
    const rows = store(Array.from({ length: 100 }, () => '\r50 %'.repeat(2000)));
    assert.ok(Math.max(...rows.map((row) => row.msg.length)) <= 65_536);
    assert.ok(rows.length < 50, `${rows.length} rows`);
  });
});

const textOf = (rows: StoredRow[]): string => rows.map((row) => row.msg).join('');
