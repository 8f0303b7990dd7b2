/** What a clock shows on the wall, as text. */
export interface WallClock {
  /** `Sun` to `Sat`. */
  weekday: string;
  /** `2026-12-01` */
  date: string;
  /** `00` to `23`. */
  hour: string;
  /** `00` to `59`. */
  minute: string;
}

/** What a clock in that time zone shows. `timeZone` is an IANA name; throws a RangeError when it is none. */
export function wallClock(timeZone: string, at: Date): WallClock {
  const { weekday, year, month, day, hour, minute } = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  ) as Record<Intl.DateTimeFormatPartTypes, string>;
  return { weekday, date: `${year}-${month}-${day}`, hour, minute };
}

export function isTimeZone(name: string): boolean {
  try {
    return Boolean(formatOf(name));
  } catch {
    return false;
  }
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Kept, since to make one takes longer than a hundred looks at it. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, weekday: 'short', year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  });
  formats.set(timeZone, format);
  return format;
}
