import type { ParameterSpace, SearchSpace } from '../../../../workflows/contracts/sweep.ts';
import type { Brush, Brushes, ParallelAxis } from '../parallel-lines.ts';

/**
 * The search space with what is brushed of each parameter in place of the whole of it.
 * @returns undefined where no parameter is brushed, or a brush leaves nothing of one
 */
export function narrowedSpace(space: SearchSpace, axes: ParallelAxis[], brushes: Brushes): SearchSpace | undefined {
  const changed: SearchSpace = {};
  for (const axis of axes) {
    const [brush, own] = [brushes.get(axis.key), space[axis.key]];
    if (!brush || !own || own.kind === 'set') continue;
    const narrow = narrowOne(own, axis, brush);
    if (!narrow) return undefined;
    changed[axis.key] = narrow;
  }
  return Object.keys(changed).length === 0 ? undefined : { ...space, ...changed };
}

function narrowOne(
  own: Exclude<ParameterSpace, { kind: 'set' }>,
  { scale }: ParallelAxis,
  { from, to }: Brush,
): ParameterSpace | null {
  if (own.kind === 'choice') {
    const values = own.values.filter((value) => {
      const place = scale.place(value);
      return place !== null && place >= from && place <= to;
    });
    return values.length === 0 ? null : { ...own, values };
  }
  const [low, high] = [scale.numberAt(from), scale.numberAt(to)];
  if (low === null || high === null) return null;
  const round = own.kind === 'integer' ? ([Math.ceil, Math.floor] as const) : ([readable, readable] as const);
  const [min, max] = [Math.max(own.min, round[0](low)), Math.min(own.max, round[1](high))];
  return min < max ? { ...own, min, max } : null;
}

/** Nobody brushes more exactly than this. */
const readable = (value: number): number => Number(value.toPrecision(3));
