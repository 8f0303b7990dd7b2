/** An hour of the week: 0 is the one after the midnight with which Sunday begins, 167 the last one of Saturday. */
export type HourOfWeek = number;

export const HOURS_OF_WEEK = 168;
export const DAYS: readonly string[] = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const EXPECTED = 'expected "<hours> <days>" such as "17-20 TUE", "20 SUN" or "20-00,00-08 SUN-TUE,FRI"';

/**
 * The hours that `"<hours> <days>"` stands for, as the stock agent writes them: `17-20` ends at 20:00, a single hour lasts until
 * midnight, `-` spans and `,` separates. Hours that end before they begin go on into the next day, days that do so over Saturday.
 * @throws Error that quotes what is wrong and says what is allowed
 */
export function parseSpan(text: string): HourOfWeek[] {
  const [hours, days, ...rest] = text.trim().split(/\s+/);
  if (!hours || !days || rest.length > 0) throw new Error(`"${text}" is no time span: ${EXPECTED}`);
  const wrong = (what: string) => new Error(`"${text}" is no time span: ${what}; ${EXPECTED}`);
  const ranges = hours.split(',').map((range) => parseHours(range, wrong));
  const starts = days.split(',').flatMap((range) => parseDays(range, wrong));
  const hoursOfWeek = starts.flatMap((day) =>
    ranges.flatMap(({ from, count }) => Array.from({ length: count }, (_, hour) => (day * 24 + from + hour) % HOURS_OF_WEEK)),
  );
  return [...new Set(hoursOfWeek)].sort((one, other) => one - other);
}

type Wrong = (what: string) => Error;

function parseHours(range: string, wrong: Wrong): { from: number; count: number } {
  const [, start, end] = /^(\d{1,2})(?:-(\d{1,2}))?$/.exec(range) ?? [];
  const from = Number(start);
  const to = Number(end ?? 24) || 24;
  if (start === undefined || from > 23 || to > 24) throw wrong(`"${range}" is neither an hour from 0 to 23 nor two with "-"`);
  if (from === to) throw wrong(`"${range}" ends when it begins`);
  return { from, count: to > from ? to - from : to + 24 - from };
}

function parseDays(range: string, wrong: Wrong): number[] {
  const names = range.toUpperCase().split('-');
  const numbers = names.map((name) => DAYS.indexOf(name));
  const [first, last = first] = numbers;
  if (first === undefined || last === undefined || names.length > 2 || numbers.includes(-1))
    throw wrong(`"${range}" is neither a day out of ${DAYS.join(', ')} nor two with "-"`);
  return Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, day) => (first + day) % 7);
}
