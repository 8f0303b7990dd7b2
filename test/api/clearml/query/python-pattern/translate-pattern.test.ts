import assert from 'node:assert/strict';
import fc from 'fast-check';
import { query, sql } from '../../../../../activities/db/sql.ts';
import { matchesPattern } from '../../../../../api/clearml/query/pattern.ts';
import { translatePattern } from '../../../../../api/clearml/query/python-pattern/translate-pattern.ts';
import { createTestDatabase, type TestDatabase } from '../../../../support/postgres.ts';

describe('a regular expression of a query', () => {
  let database: TestDatabase;
  before(async () => {
    database = await createTestDatabase();
  });
  after(() => database.release());

  async function matches(text: string, pattern: string, ignoreCase = false): Promise<boolean> {
    const condition = matchesPattern(sql`${text}::text`, pattern, { field: 'name', ignoreCase });
    const [row] = await query<{ found: boolean }>(database.db.em.fork(), sql`select ${condition} as found`);
    return row!.found;
  }

  const MATCHING: [pattern: string, text: string][] = [
    ['^query\\.item\\ 1$', 'query.item 1'],
    ['^accept\\-g\\-1/\\.datasets$', 'accept-g-1/.datasets'],
    ['item [12]$', 'item 2'],
    ['a\\&b\\#c\\~d', 'xa&b#c~dx'],
    ['\\bword\\b', 'a word.'],
    ['^\\Aab\\Z', 'ab'],
    ['(?P<x>a|b)(?P=x)', 'bb'],
    ['(ab)\\1', 'abab'],
    ['a{,2}b', 'aab'],
    ['a{2}', 'aa'],
    ['a{x}', 'a{x}'],
    ['a{}', 'a{}'],
    ['[]a]+$', ']a]'],
    ['[[:alpha:]]', ':]'],
    ['[\\w\\-]+$', 'a-b'],
    ['[^\\s]', 'x'],
    ['(?i)HELLO', 'hello'],
    ['(?s)a.b', 'a\nb'],
    ['(?m)^b$', 'a\nb\nc'],
    ['\\x41\\u0042\\U00000043', 'ABC'],
    ['a(?#comment)b', 'ab'],
    ['a(?=b)', 'ab'],
    ['(?<!x)b', 'ab'],
    ['a.?c', 'abc'],
    ['pro{j', 'pro{j'],
    ['日本', '日本語'],
    ['[а-я]+', 'привет'],
    ['\\.', 'a.b'],
    ['😀$', 'x😀'],
  ];
  for (const [pattern, text] of MATCHING) {
    it(`${pattern} matches ${JSON.stringify(text)}`, async () => assert.equal(await matches(text, pattern), true));
  }

  const DIFFERING: [pattern: string, text: string][] = [
    ['^query\\.item 1$', 'query-item 1'],
    ['^a$', 'ab'],
    ['ABC', 'abc'],
    ['a.b', 'a\nb'],
    ['\\bword\\b', 'sword'],
    ['[[:alpha:]]', 'a'],
    ['b$', 'bc'],
  ];
  for (const [pattern, text] of DIFFERING) {
    it(`${pattern} does not match ${JSON.stringify(text)}`, async () => assert.equal(await matches(text, pattern), false));
  }

  it('may ignore the case', async () => {
    assert.equal(await matches('query.item 2', 'ITEM 2', true), true);
  });

  for (const pattern of ['[', 'a\\', '(?P=x)', '\\2(a)', '*a', 'a*+', '(?(1)a|b)', '(?x)a', '\\q', '\\0', '[a\\']) {
    it(`${JSON.stringify(pattern)} is refused by name of its mistake`, () => {
      assert.ok('problem' in translatePattern(pattern));
    });
  }

  for (const pattern of ['(a', 'a)', '[b-a]', 'a{2,1}', 'a{1,1000}']) {
    it(`${JSON.stringify(pattern)} is left for Postgres to refuse`, async () => {
      await assert.rejects(matches('a', pattern), { code: '2201B' });
    });
  }

  it('finds what JavaScript finds, for the syntax that both share', async () => {
    await fc.assert(
      fc.asyncProperty(
        regularExpression,
        fc.string({ unit: fc.constantFrom(...'ab1 _.-\n'), maxLength: 8 }),
        async (pattern, text) => {
          assert.equal(await matches(text, pattern), new RegExp(pattern).test(text), `${pattern} on ${JSON.stringify(text)}`);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('never makes a statement fail in another way than by a bad pattern', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.constantFrom(...'ab\\(){}[]^$.|*+?-,:=!<>Pi#1d'), maxLength: 12 }),
        async (pattern) => {
          try {
            await matches('ab', pattern);
          } catch (error) {
            assert.equal((error as { code: string }).code.replace('badPattern', '2201B'), '2201B', pattern);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

/** Patterns that mean the same in Python and in JavaScript. */
const { regularExpression } = fc.letrec<{ regularExpression: string; piece: string; atom: string }>((tie) => ({
  atom: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(
      'a',
      'b',
      '1',
      ' ',
      '\\ ',
      '\\.',
      '\\-',
      '.',
      '\\d',
      '\\w',
      '\\s',
      '\\D',
      '[ab]',
      '[^a1]',
      '[a-b_]',
      '[\\d.]',
      '[^\\s]',
    ),
    tie('regularExpression').map((inner) => `(${inner})`),
    tie('regularExpression').map((inner) => `(?:${inner})`),
  ),
  piece: fc.oneof(
    tie('atom'),
    fc.tuple(tie('atom'), fc.constantFrom('*', '+', '?', '*?', '{1,2}', '{2}', '{1,}')).map(([atom, repeat]) => atom + repeat),
    fc.constantFrom('^', '$', '\\b'),
  ),
  regularExpression: fc
    .tuple(fc.array(tie('piece'), { minLength: 1, maxLength: 3 }), fc.array(tie('piece'), { maxLength: 2 }), fc.boolean())
    .map(([left, right, both]) => (both ? `${left.join('')}|${right.join('')}` : left.join(''))),
}));
