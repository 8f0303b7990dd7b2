import assert from 'node:assert/strict';
import fc from 'fast-check';
import { query, sql } from '../../../../activities/db/sql.ts';
import { dateCondition, parseDate } from '../../../../api/clearml/query/dates.ts';
import { createTestDatabase, type TestDatabase } from '../../../support/postgres.ts';

describe('parseDate', () => {
  const READINGS: [text: string, iso: string][] = [
    ['2026-01-31', '2026-01-31T00:00:00.000Z'],
    ['2026-01-31T12:30:00', '2026-01-31T12:30:00.000Z'],
    ['2026-01-31 12:30:00.123456', '2026-01-31T12:30:00.123Z'],
    ['2026-01-31T12:30:00Z', '2026-01-31T12:30:00.000Z'],
    ['2026-01-31T12:30:00+02:00', '2026-01-31T10:30:00.000Z'],
  ];
  for (const [text, iso] of READINGS) {
    it(`reads ${text}`, () => assert.equal(parseDate(text, 'created').toISOString(), iso));
  }
  for (const text of ['', 'yesterday', '2026', '2026-13-01', '2026-01-31T25:00', '31.01.2026']) {
    it(`refuses ${JSON.stringify(text)}, naming the field`, () =>
      assert.throws(() => parseDate(text, 'created'), { code: 'invalid', field: 'created' }));
  }
});

describe('a date condition', () => {
  let database: TestDatabase;
  before(async () => {
    database = await createTestDatabase();
  });
  after(() => database.release());

  async function holds(value: unknown): Promise<boolean> {
    const condition = dateCondition(sql`'2026-06-15 12:00:00+00'::timestamptz`, value, 'created') ?? sql`true`;
    const [row] = await query<{ holds: boolean }>(database.db.em.fork(), sql`select ${condition} as holds`);
    return row!.holds;
  }

  const CASES: [value: unknown, holds: boolean][] = [
    ['>2026-06-15T11:59:59', true],
    ['>2026-06-15T12:00:00', false],
    ['>=2026-06-15T12:00:00', true],
    ['2026-06-15T12:00:00', true],
    [['>=2026-01-01', '<2026-06-15'], false],
    [['>=2026-01-01', '<=2026-12-31'], true],
    [['2026-01-01', '2026-12-31'], true],
    [['2026-01-01', null], true],
    [[null, '2026-01-01'], false],
    [[], true],
  ];
  for (const [value, expected] of CASES) {
    it(`${JSON.stringify(value)} is ${expected} of 15 June 2026 at noon`, async () => assert.equal(await holds(value), expected));
  }

  it('takes any time of the calendar', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
        async (date) => {
          assert.equal(await holds(`>${date.toISOString()}`), Date.UTC(2026, 5, 15, 12) > date.getTime());
        },
      ),
      { numRuns: 100 },
    );
  });
});
