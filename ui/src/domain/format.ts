const DASH = '–';

/** `3 s`, `2 min 05 s`, `1 h 02 min`, `3 d 4 h`; below ten seconds with one decimal. */
export function formatDuration(milliseconds: number | null | undefined): string {
  if (milliseconds === null || milliseconds === undefined || Number.isNaN(milliseconds)) return DASH;
  const seconds = Math.max(0, milliseconds / 1000);
  if (seconds < 0.0995) return `${Math.round(milliseconds)} ms`;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  return formatSeconds(Math.round(seconds));
}

function formatSeconds(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${pad(seconds % 60)} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${pad(minutes % 60)} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

const pad = (value: number): string => String(value).padStart(2, '0');

const RELATIVE_STEPS: [limitSeconds: number, unitSeconds: number, unit: string][] = [
  [60, 1, 's'],
  [3600, 60, 'min'],
  [86_400, 3600, 'h'],
  [86_400 * 14, 86_400, 'd'],
];

/** How long ago, in one unit: `12 s`; a date when it is more than two weeks old. */
export function formatAge(date: Date, now: number): string {
  const seconds = Math.round((now - date.getTime()) / 1000);
  if (seconds < 2) return 'now';
  for (const [limit, unitSeconds, unit] of RELATIVE_STEPS) {
    if (seconds < limit) return `${Math.floor(seconds / unitSeconds)} ${unit}`;
  }
  return date.toLocaleDateString(undefined, { year: '2-digit', month: 'short', day: 'numeric' });
}

/** `12 s ago`. */
export function formatRelative(date: Date, now: number): string {
  const age = formatAge(date, now);
  return / (s|min|h|d)$/.test(age) ? `${age} ago` : age;
}

/** Full local date and time with seconds. */
export const formatDateTime = (date: Date): string =>
  date.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

export function formatBytes(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined) return DASH;
  const exponent = bytes < 1 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** exponent;
  return `${exponent === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${BYTE_UNITS[exponent]}`;
}

/** Six significant digits at most; exponents for the very large and small. */
export function formatNumber(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return DASH;
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude >= 1e7 || magnitude < 1e-4)) return value.toExponential(3);
  return Number(value.toPrecision(6)).toString();
}

/** `$0.0042`, `$1.50`, `$1 204.00`: four decimals below a cent. */
export function formatMoney(dollars: number | null | undefined): string {
  if (dollars === null || dollars === undefined) return DASH;
  if (dollars > 0 && dollars < 0.01) return `$${dollars.toFixed(4)}`;
  const [whole = '', cents] = dollars.toFixed(2).split('.');
  return `$${formatCount(Number(whole))}.${cents}`;
}

/** Dollars an hour with the four decimals that price lists have: `$0.1578`, `$0.526`, `$12.00`. */
export function formatPrice(dollars: number): string {
  const [, whole, cents, rest] = /^(\d+)\.(\d\d)(\d*?)0*$/.exec(dollars.toFixed(4))!;
  return `$${formatCount(Number(whole))}.${cents}${rest}`;
}

/** Hours as `3.2 h`, `0.05 h`, `120 h`. */
export const formatHours = (hours: number): string => `${Number(hours.toPrecision(hours < 1 ? 1 : 3))} h`;

export const formatCount = (value: number): string => value.toLocaleString('en').replaceAll(',', ' ');

/** Reads an ISO date or milliseconds; null for what is neither. */
export function toDate(value: string | number | null | undefined): Date | null {
  if (value === null || value === undefined || value === '') return null;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? null : date;
}

export const plural = (count: number, noun: string): string => `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
