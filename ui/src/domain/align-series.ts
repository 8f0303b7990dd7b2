/** One curve with its own x values in ascending order. */
export interface Curve {
  x: number[];
  y: (number | null)[];
  min?: (number | null)[];
  max?: (number | null)[];
}

export interface AlignedCurves {
  x: number[];
  curves: { y: (number | null)[]; min: (number | null)[] | null; max: (number | null)[] | null }[];
}

/** Above this many distinct x values the curves are put on a common grid: 500 curves stay a million numbers. */
export const MOST_POINTS = 3000;

/** Puts curves on one common x axis, as a chart needs it. Where a curve has no point there is a null. */
export function alignCurves(curves: Curve[], mostPoints = MOST_POINTS): AlignedCurves {
  const union = [...new Set(curves.flatMap((curve) => curve.x))].sort((a, b) => a - b);
  const x = union.length <= mostPoints ? union : grid(union[0]!, union[union.length - 1]!, mostPoints);
  const slot = union.length <= mostPoints ? exactSlot(union) : gridSlot(x);
  return { x, curves: curves.map((curve) => place(curve, x.length, slot)) };
}

function grid(from: number, to: number, points: number): number[] {
  const step = (to - from) / (points - 1);
  return Array.from({ length: points }, (_, index) => from + index * step);
}

function exactSlot(union: number[]): (value: number) => number {
  const slots = new Map(union.map((value, index) => [value, index]));
  return (value) => slots.get(value)!;
}

function gridSlot(x: number[]): (value: number) => number {
  const step = (x[x.length - 1]! - x[0]!) / (x.length - 1);
  return (value) => Math.min(x.length - 1, Math.round((value - x[0]!) / step));
}

function place({ x, y, min, max }: Curve, length: number, slot: (value: number) => number): AlignedCurves['curves'][number] {
  const sum = new Array<number | null>(length).fill(null);
  const count = new Array<number>(length).fill(0);
  const low = min ? new Array<number | null>(length).fill(null) : null;
  const high = max ? new Array<number | null>(length).fill(null) : null;
  for (let index = 0; index < x.length; index += 1) {
    const at = slot(x[index]!);
    const value = y[index] ?? null;
    if (value === null) continue;
    sum[at] = (sum[at] ?? 0) + value;
    count[at]! += 1;
    if (low) low[at] = Math.min(low[at] ?? Infinity, min![index] ?? value);
    if (high) high[at] = Math.max(high[at] ?? -Infinity, max![index] ?? value);
  }
  return { y: sum.map((value, index) => (value === null ? null : value / count[index]!)), min: low, max: high };
}
