import assert from 'node:assert/strict';
import fc from 'fast-check';
import { query, sql } from '../../../../activities/db/sql.ts';
import { arrayCondition, type ListFilter, oneValueCondition, parseList } from '../../../../api/clearml/query/list-filter.ts';
import { createTestDatabase, type TestDatabase } from '../../../support/postgres.ts';

const filter = (parts: Partial<ListFilter>): ListFilter => ({ any: [], all: [], none: [], join: 'and', ...parts });

describe('parseList', () => {
  const READINGS: [list: (string | null)[], parts: Partial<ListFilter>][] = [
    [[], {}],
    [['a', 'c'], { any: ['a', 'c'] }],
    [['__$all', 'a', 'b'], { all: ['a', 'b'] }],
    [['__$and', 'a', 'b'], { all: ['a', 'b'] }],
    [['a', '-b'], { any: ['a'], none: ['b'] }],
    [['__$all', 'a', '__$not', 'b'], { all: ['a'], none: ['b'] }],
    [['__$not', 'a'], { none: ['a'] }],
    [['__$or', 'a', '__$not', 'b'], { any: ['a'], none: ['b'], join: 'or' }],
    [['__$any', 'a', '__$all', 'b'], { any: ['a'], all: ['b'], join: 'or' }],
    [['__$all', '-a'], { all: ['-a'] }],
    [['__$all', 'a', '__$nop', 'b'], { all: ['a'], any: ['b'] }],
    [['__$not', 'a', 'b'], { none: ['a'], any: ['b'] }],
    [[null, 'a'], { any: [null, 'a'] }],
    [['__$not', null], { none: [null] }],
    [['constructor', '__proto__'], { any: ['constructor', '__proto__'] }],
  ];
  for (const [list, parts] of READINGS) {
    it(`reads ${JSON.stringify(list)}`, () => assert.deepEqual(parseList(list), filter(parts)));
  }
});

describe('the conditions of a list', () => {
  let database: TestDatabase;
  before(async () => {
    database = await createTestDatabase();
  });
  after(() => database.release());

  const VALUES = ['a', 'b', 'c'];
  const lists = fc.array(fc.constantFrom(null, ...VALUES, '-a', '__$all', '__$any', '__$not', '__$nop'), { maxLength: 5 });
  const evaluate = async (condition: ReturnType<typeof arrayCondition>) => {
    const [row] = await query<{ holds: boolean }>(
      database.db.em.fork(),
      sql`select coalesce(${condition ?? sql`true`}, false) as holds`,
    );
    return row!.holds;
  };

  it('hold for an array exactly when its elements meet them', async () => {
    await fc.assert(
      fc.asyncProperty(lists, fc.uniqueArray(fc.constantFrom(...VALUES)), async (list, tags) => {
        const parsed = parseList(list);
        assert.equal(
          await evaluate(arrayCondition(sql`${tags}::text[]`, parsed)),
          holds(parsed, tags),
          JSON.stringify([list, tags]),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('hold for one text exactly when it meets them', async () => {
    await fc.assert(
      fc.asyncProperty(lists, fc.constantFrom(null, ...VALUES), async (list, value) => {
        const parsed = parseList(list);
        const held = value === null ? [] : [value];
        assert.equal(
          await evaluate(oneValueCondition(sql`${value}::text`, parsed)),
          holds(parsed, held),
          JSON.stringify([list, value]),
        );
      }),
      { numRuns: 300 },
    );
  });
});

/** What a list means, said in plain JavaScript. */
function holds({ any, all, none, join }: ListFilter, held: string[]): boolean {
  const has = (value: string | null) => (value === null ? held.length === 0 : held.includes(value));
  const parts = [
    ...(any.length > 0 ? [any.some(has)] : []),
    ...(all.length > 0 ? [all.every(has)] : []),
    ...(none.length > 0 ? [!none.some(has)] : []),
  ];
  if (parts.length === 0) return true;
  return join === 'and' ? parts.every(Boolean) : parts.some(Boolean);
}
