import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DAYS, parseSpan } from '../../../../workflows/domain/working-hours/span.ts';

/** Hours of days as `{ SUN: [20, 21, 22] }`. */
function byDay(...spans: string[]): Record<string, number[]> {
  const days: Record<string, number[]> = {};
  for (const hour of spans.flatMap(parseSpan)) {
    const day = DAYS[Math.floor(hour / 24)]!;
    days[day] = [...(days[day] ?? []), hour % 24];
  }
  return days;
}

const from = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, hour) => first + hour);

describe('parseSpan', () => {
  const cases: [spans: string[], days: Record<string, number[]>][] = [
    [['20-23 SUN'], { SUN: [20, 21, 22] }],
    [['20-23 SUN,TUE'], { SUN: [20, 21, 22], TUE: [20, 21, 22] }],
    [['20-23 SUN-TUE'], { SUN: [20, 21, 22], MON: [20, 21, 22], TUE: [20, 21, 22] }],
    [['20 SUN'], { SUN: from(20, 23) }],
    [['20-00,00-08 SUN'], { SUN: [...from(0, 7), ...from(20, 23)] }],
    [['20-00 SUN', '00-08 MON'], { SUN: from(20, 23), MON: from(0, 7) }],
    [['00-08 MON'], { MON: from(0, 7) }],
    [['9-10 fri-Mon'], { SUN: [9], MON: [9], FRI: [9], SAT: [9] }],
    [['00-00 WED'], { WED: from(0, 23) }],
    [['0 WED'], { WED: from(0, 23) }],
    [['12-24 WED'], { WED: from(12, 23) }],
    [['22-06 SAT'], { SUN: from(0, 5), SAT: [22, 23] }],
    [['  8-10,9-11   MON,MON-TUE '], { MON: [8, 9, 10], TUE: [8, 9, 10] }],
  ];
  for (const [spans, days] of cases) it(`reads ${spans.join(' and ')}`, () => assert.deepEqual(byDay(...spans), days));

  for (const [text, what] of [
    ['', /"" is no time span: expected "<hours> <days>"/],
    ['17-20', /"17-20" is no time span/],
    ['17-20 SUN, TUE', /"17-20 SUN, TUE" is no time span/],
    ['17-20 TUESDAY', /"TUESDAY" is neither a day out of SUN, MON, TUE, WED, THU, FRI, SAT/],
    ['17-20 MON-', /"MON-" is neither a day/],
    ['17-20 MON-TUE-WED', /"MON-TUE-WED" is neither a day/],
    ['24 MON', /"24" is neither an hour from 0 to 23/],
    ['8-25 MON', /"8-25" is neither/],
    ['5pm MON', /"5pm" is neither/],
    ['8-10, MON', /"" is neither/],
    ['8-08 MON', /"8-08" ends when it begins/],
  ] as const)
    it(`refuses "${text}" by what is wrong with it`, () => assert.throws(() => parseSpan(text), what));

  const hour = fc.nat(23);
  const day = fc.nat(6);

  it('holds for the hours between, on the days between, wherever midnight and Saturday are', () => {
    fc.assert(
      fc.property(hour, fc.integer({ min: 1, max: 23 }), day, fc.nat(6), (start, length, first, more) => {
        const text = `${start}-${(start + length) % 24} ${DAYS[first]}-${DAYS[(first + more) % 7]}`;
        const expected = new Set<number>();
        for (let days = 0; days <= more; days++)
          for (let hours = 0; hours < length; hours++) expected.add(((first + days) * 24 + start + hours) % 168);
        assert.deepEqual(new Set(parseSpan(text)), expected, text);
      }),
    );
  });

  it('answers hours of the week in their order, each once, or refuses', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9,-]{0,8} [A-Z,-]{0,9}$/), (text) => {
        let hours: number[];
        try {
          hours = parseSpan(text);
        } catch (error) {
          return assert.ok((error as Error).message.startsWith(`"${text}"`));
        }
        assert.ok(hours.length > 0 && hours.every((one) => Number.isInteger(one) && one >= 0 && one < 168));
        assert.ok(hours.every((one, index) => index === 0 || hours[index - 1]! < one));
      }),
      { numRuns: 1000 },
    );
  });
});
