const UNITS: [unit: string, milliseconds: number][] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
  ['ms', 1],
];
const FACTORS: Record<string, number> = { ...Object.fromEntries(UNITS), m: 60_000, day: 86_400_000, days: 86_400_000 };

/**
 * Reads `90 s`, `1.5h`, `1 d 4 h`; a bare number is minutes.
 * @returns milliseconds; null for an empty text, undefined for one that is no duration
 */
export function parseDuration(text: string): number | null | undefined {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return null;
  if (/^\d+(\.\d+)?$/.test(wanted)) return Number(wanted) * 60_000;
  if (!/^(\d+(\.\d+)?\s*(ms|s|min|m|h|days|day|d)\s*)+$/.test(wanted)) return undefined;
  const parts = [...wanted.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/g)];
  return Math.round(parts.reduce((sum, [, figure, unit]) => sum + Number(figure) * FACTORS[unit!]!, 0));
}

/** A text that `parseDuration` reads as the same duration. */
export function durationText(milliseconds: number | null): string {
  if (milliseconds === null) return '';
  let rest = milliseconds;
  const parts: string[] = [];
  for (const [unit, factor] of UNITS) {
    const count = Math.floor(rest / factor);
    rest -= count * factor;
    if (count > 0) parts.push(`${count} ${unit}`);
  }
  return parts.join(' ') || '0 s';
}
