const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A time with its unit: `90s`, `1.5h`, `3d`. */
export type Duration = `${number}${keyof typeof UNITS}`;

/** In whole milliseconds, at least 1. Throws RangeError, naming the option. */
export function toMilliseconds(duration: Duration, option: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(duration);
  const milliseconds = match ? Math.round(Number(match[1]) * UNITS[match[2] as keyof typeof UNITS]) : 0;
  if (milliseconds > 0) return milliseconds;
  throw new RangeError(`${option} is "${duration}"; it must be a time above zero with its unit: 500ms, 90s, 10m, 1.5h, 3d`);
}
