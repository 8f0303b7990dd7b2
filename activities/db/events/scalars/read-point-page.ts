import type { Em } from '../../orm.ts';
import { query, sql } from '../../sql.ts';
import { type MetricFilter, named } from './curve-series.ts';

export interface ReadPointPageInput {
  owner: string;
  ofModel: boolean;
  /** Only these; all when empty. */
  metrics?: MetricFilter[];
  descending?: boolean;
  limit: number;
  after: PointPosition | null;
}

/** Where a page ends: id of a series and iteration. */
export type PointPosition = [series: number, iter: number];

export interface PointRow {
  series: number;
  metric: string;
  variant: string;
  iter: number;
  value: number;
  /** Milliseconds since the epoch. */
  at: number;
}

/** Points as they were reported, one curve after the other, by iteration; single values among them. */
export async function readPointPage(em: Em, input: ReadPointPageInput): Promise<{ points: PointRow[]; total: number }> {
  const { after, limit, descending = false } = input;
  const series = await readSeries(em, input);
  const order = sql.raw(descending ? 'desc' : 'asc');
  const behind = after ? sql`(series, iter) ${sql.raw(descending ? '<' : '>')} (${after[0]}, ${after[1]})` : sql`true`;
  const rows = await query<Omit<PointRow, 'metric' | 'variant'>>(
    em,
    sql`select series, iter::float8 as iter, value, at::float8 as at from scalar_points
      where series = any(${[...series.keys()]}::int[]) and ${behind} order by series ${order}, iter ${order} limit ${limit}`,
  );
  const points = rows.map((row) => ({
    ...row,
    metric: series.get(row.series)!.metric,
    variant: series.get(row.series)!.variant,
  }));
  return { points, total: [...series.values()].reduce((sum, { count }) => sum + count, 0) };
}

type SeriesName = { id: number; metric: string; variant: string; count: number };

async function readSeries(em: Em, { owner, ofModel, metrics = [] }: ReadPointPageInput): Promise<Map<number, SeriesName>> {
  const rows = await query<SeriesName>(
    em,
    sql`select id, metric, variant, points as count from series where owner = ${owner} and of_model = ${ofModel} and ${named(metrics)} order by id`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}
