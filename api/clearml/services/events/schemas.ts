import { z } from 'zod';
import type { CurvePoints } from '../../../../activities/db/events/scalars/curve-points.ts';
import type { MetricFilter } from '../../../../activities/db/events/scalars/curve-series.ts';
import type { CurveTexts } from '../../../../activities/db/events/scalars/curve-texts.ts';
import { wireFloat, wireFloats } from '../../documents/wire-float.ts';

export const eventDocuments = z.array(z.record(z.string(), z.unknown()));

/** Which metrics; `variants` narrows one down. */
export const metricFilters = z
  .array(z.object({ metric: z.string(), variants: z.array(z.string()).nullish() }))
  .nullish()
  .transform((list): MetricFilter[] => (list ?? []).map(({ metric, variants }) => ({ metric, variants: variants ?? [] })));

export const modelEvents = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false)
  .describe('Events of models: `task` is the id of a model');

export const scalarKey = z
  .enum(['iter', 'timestamp', 'iso_time'])
  .nullish()
  .transform((key) => key ?? 'iter');

export const pageSize = (fallback: number) =>
  z
    .int()
    .positive()
    .nullish()
    .transform((size) => Math.min(size ?? fallback, 200_000));

export const LARGEST_ITERATION_COUNT = 10_000;
export const iterationCount = z
  .int()
  .positive()
  .nullish()
  .transform((count) => Math.min(count ?? 1, LARGEST_ITERATION_COUNT));

export type Key = 'iter' | 'timestamp' | 'iso_time';

/** JSON of a curve over its iterations, whose points may be text already. */
export function curveText(points: CurvePoints | CurveTexts, name: string): string {
  if ('at' in points) return JSON.stringify(curveDocument(points, name, 'iter'));
  return `{"name":${JSON.stringify(name)},"x":[${points.iter}],"y":[${wireFloats(points.value)}]}`;
}

/** A curve over the x axis that is asked for, by rising x. */
export function curveDocument(curve: CurvePoints, name: string, key: Key) {
  if (key === 'iter') return { name, x: curve.iter, y: curve.value.map(wireFloat) };
  const order = curve.at.map((_, index) => index).sort((a, b) => curve.at[a]! - curve.at[b]!);
  const x = order.map((index) => curve.at[index]!);
  return {
    name,
    x: key === 'timestamp' ? x : x.map((at) => new Date(at).toISOString()),
    y: order.map((index) => wireFloat(curve.value[index] ?? null)),
  };
}
