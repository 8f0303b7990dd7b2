import { formatNumber } from './format.ts';

export type ScaleKind = 'number' | 'log' | 'date' | 'category';

/** Where values stand on an axis. Places are shares of its length, from 0 (low end) to 1. */
export interface AxisScale {
  kind: ScaleKind;
  ticks: { at: number; label: string }[];
  /** Null for what has no place: nothing, or less than one on a logarithmic axis. */
  place: (value: unknown) => number | null;
  /** The number at a place; null on an axis of names. */
  numberAt: (place: number) => number | null;
}

/** A number of this many times the least one calls for a logarithmic axis. */
const LOG_RATIO = 100;

/** The scale that the values themselves ask for: numbers, numbers over several magnitudes, or names. */
export function suggestKind(values: readonly unknown[]): ScaleKind {
  const given = values.filter(isGiven);
  const numbers = given.filter((value) => typeof value === 'number');
  if (numbers.length < given.length || numbers.length === 0) return 'category';
  const [min, max] = extent(numbers);
  return min > 0 && max / min >= LOG_RATIO ? 'log' : 'number';
}

/** An axis that has room for all values, with round ends where it is one of numbers. */
export function axisScale(values: readonly unknown[], kind: ScaleKind = suggestKind(values), ticks = 5): AxisScale {
  if (kind === 'category') return categoryScale(values);
  const numbers = values.filter((value): value is number => typeof value === 'number' && Number.isFinite(value));
  const usable = kind === 'log' ? numbers.filter((value) => value > 0) : numbers;
  if (usable.length === 0) return { kind, ticks: [], place: () => null, numberAt: () => null };
  if (kind === 'log') return logScale(usable, ticks);
  return kind === 'date' ? dateScale(usable, ticks) : linearScale(usable, ticks);
}

export const isGiven = (value: unknown): boolean =>
  value !== null && value !== undefined && !(typeof value === 'number' && !Number.isFinite(value));

/** How a value is written, in a cell or at an axis. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'number') return formatNumber(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function linearScale(numbers: number[], count: number): AxisScale {
  const [low, high] = extent(numbers);
  const step = niceStep((high - low || Math.abs(high) || 1) / count);
  const from = Math.floor(low / step) * step;
  const to = Math.max(Math.ceil(high / step) * step, from + step);
  const ticks = Array.from({ length: Math.round((to - from) / step) + 1 }, (_, index) => from + index * step);
  return {
    kind: 'number',
    ticks: ticks.map((tick) => ({ at: (tick - from) / (to - from), label: formatNumber(cleaned(tick, step)) })),
    place: (value) => (typeof value === 'number' && Number.isFinite(value) ? (value - from) / (to - from) : null),
    numberAt: (place) => from + place * (to - from),
  };
}

/** 1, 2 or 5 times a power of ten. */
function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const lead = rough / power;
  return (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10) * power;
}

/** Without the last digits of a sum of binary fractions. */
const cleaned = (value: number, step: number): number => Math.round(value / step) * step;

function logScale(numbers: number[], count: number): AxisScale {
  const [low, high] = extent(numbers).map(Math.log10) as [number, number];
  const from = Math.floor(low + 1e-9);
  const to = Math.max(Math.ceil(high - 1e-9), from + 1);
  const every = Math.ceil((to - from) / count);
  const powers = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  return {
    kind: 'log',
    ticks: powers
      .filter((_, index) => index % every === 0)
      .map((power) => ({ at: (power - from) / (to - from), label: powerLabel(power) })),
    place: (value) => (typeof value === 'number' && value > 0 ? (Math.log10(value) - from) / (to - from) : null),
    numberAt: (place) => 10 ** (from + place * (to - from)),
  };
}

const powerLabel = (power: number): string => (power >= -3 && power <= 5 ? formatNumber(10 ** power) : `1e${power}`);

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const DATE_STEPS = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 10_800, 21_600, 43_200]
  .map((seconds) => seconds * SECOND)
  .concat([1, 2, 7, 14, 30, 90, 365].map((days) => days * DAY));

function dateScale(times: number[], count: number): AxisScale {
  const [low, high] = extent(times);
  const span = Math.max(high - low, SECOND);
  const step = DATE_STEPS.find((one) => span / one <= count) ?? DATE_STEPS[DATE_STEPS.length - 1]!;
  const from = low - span * 0.02;
  const to = low + span * 1.02;
  const offset = new Date(low).getTimezoneOffset() * MINUTE;
  const first = Math.ceil((from - offset) / step) * step + offset;
  const ticks = Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, index) => first + index * step);
  return {
    kind: 'date',
    ticks: ticks.map((tick) => ({ at: (tick - from) / (to - from), label: dateLabel(tick, step) })),
    place: (value) => (typeof value === 'number' ? (value - from) / (to - from) : null),
    numberAt: (place) => from + place * (to - from),
  };
}

function dateLabel(time: number, step: number): string {
  const date = new Date(time);
  if (step >= DAY) return date.toLocaleDateString(undefined, { month: 'short', day: 'numeric' });
  const seconds = step < MINUTE ? ({ second: '2-digit' } as const) : {};
  return date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', ...seconds });
}

function categoryScale(values: readonly unknown[]): AxisScale {
  const names = [...new Set(values.filter(isGiven).map(valueText))].sort((a, b) =>
    a.localeCompare(b, undefined, { numeric: true }),
  );
  const places = new Map(
    names.map((name, index) => [name, names.length === 1 ? 0.5 : 0.04 + (0.92 * index) / (names.length - 1)]),
  );
  return {
    kind: 'category',
    ticks: [...places].map(([label, at]) => ({ at, label })),
    place: (value) => (isGiven(value) ? (places.get(valueText(value)) ?? null) : null),
    numberAt: () => null,
  };
}

function extent(numbers: number[]): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of numbers) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
