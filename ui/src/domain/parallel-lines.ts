import { type AxisScale, axisScale, isGiven, type ScaleKind, suggestKind } from './axis-scale.ts';

export interface ParallelDimension {
  key: string;
  label: string;
  /** Absent: what the values ask for. */
  kind?: ScaleKind;
}

export interface ParallelLine {
  key: string;
  /** Shown when the pointer is at the line. */
  title: string;
  /** One for each dimension. */
  values: unknown[];
}

export interface ParallelAxis extends ParallelDimension {
  scale: AxisScale;
  /** Some line has no value here; those go through a place of their own at the low end. */
  gaps: boolean;
}

/** Share of an axis with gaps that is kept for lines without a value. */
const GAP_SHARE = 0.1;

/** Part of an axis that is selected, in shares of its length. */
export interface Brush {
  from: number;
  to: number;
}

export type Brushes = ReadonlyMap<string, Brush>;

export function parallelAxes(dimensions: ParallelDimension[], lines: ParallelLine[]): ParallelAxis[] {
  return dimensions.map((dimension, index) => {
    const values = lines.map((line) => line.values[index]);
    const gaps = values.some((value) => !isGiven(value));
    const scale = axisScale(values, dimension.kind ?? suggestKind(values));
    return { ...dimension, gaps, scale: gaps ? withGap(scale) : scale };
  });
}

function withGap({ kind, ticks, place, numberAt }: AxisScale): AxisScale {
  const lift = (share: number) => GAP_SHARE + share * (1 - GAP_SHARE);
  return {
    kind,
    ticks: [{ at: 0, label: 'none' }, ...ticks.map(({ at, label }) => ({ at: lift(at), label }))],
    place: (value) => {
      const share = place(value);
      return share === null ? 0 : lift(share);
    },
    numberAt: (share) => numberAt(Math.max(0, (share - GAP_SHARE) / (1 - GAP_SHARE))),
  };
}

/** Where a line crosses each axis. */
export const crossings = ({ values }: ParallelLine, axes: ParallelAxis[]): number[] =>
  axes.map(({ scale }, index) => scale.place(values[index]) ?? 0);

/** Keys of the lines that go through every brush; null when there is none. */
export function brushedKeys(lines: ParallelLine[], axes: ParallelAxis[], brushes: Brushes): ReadonlySet<string> | null {
  const active = axes.flatMap(({ key }, index) => {
    const brush = brushes.get(key);
    return brush ? [{ index, brush }] : [];
  });
  if (active.length === 0) return null;
  const inside = lines.filter((line) => {
    const places = crossings(line, axes);
    return active.every(({ index, brush }) => places[index]! >= brush.from && places[index]! <= brush.to);
  });
  return new Set(inside.map(({ key }) => key));
}

/** The line nearest to a point of the drawing (`x` in axes, `y` as a share); null when none is closer than `reach`. */
export function nearestLine(places: number[][], x: number, y: number, reach: number): number | null {
  const left = Math.max(0, Math.min(Math.floor(x), (places[0]?.length ?? 1) - 2));
  const share = x - left;
  let found: number | null = null;
  let least = reach;
  for (let index = 0; index < places.length; index += 1) {
    const a = places[index]![left]!;
    const b = places[index]![left + 1] ?? a;
    const distance = Math.abs(a + (b - a) * share - y);
    if (distance < least) {
      least = distance;
      found = index;
    }
  }
  return found;
}
