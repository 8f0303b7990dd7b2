import type { Em } from '../../orm.ts';
import { query, sql } from '../../sql.ts';
import { valuesTable } from '../../values-table.ts';
import type { SeriesPoints } from './series-points.ts';
import type { Summary } from './summary.ts';
import type { Tiling } from './tile-plan.ts';

/** A curve as it is stored, with the points of the batch that belong to it. */
export interface GrowingSeries extends SeriesPoints {
  id: number;
  /** Points of the curve. */
  pointCount: number;
  summary: Summary;
  tiling: Tiling;
}

type SeriesRow = { position: number; id: number; points: number; tile_shift: number | null; tiled_to: string | null } & {
  [Name in keyof Summary]: string | number | null;
};

const IDENTITY = { owner: 'text', of_model: 'boolean', metric: 'text', variant: 'text' } as const;

/** Finds the curves of a batch, and creates those that are new. Their owners are locked. */
export async function findSeries(em: Em, groups: SeriesPoints[]): Promise<GrowingSeries[]> {
  const found = await readSeries(em, groups);
  const missing = groups.filter((group) => !found.has(group));
  if (missing.length > 0) {
    await createSeries(em, missing);
    for (const [group, series] of await readSeries(em, missing)) found.set(group, series);
  }
  return groups.map((group) => found.get(group)!);
}

async function readSeries(em: Em, groups: SeriesPoints[]): Promise<Map<SeriesPoints, GrowingSeries>> {
  const rows = await query<SeriesRow>(
    em,
    sql`select g.position::int as position, s.id, s.points, s.tile_shift, s.tiled_to, s.count, s.finite, s.sum, s.first_iter, s.first_value,
        s.iter, s.value, s.at, s.min_iter, s.min_value, s.max_iter, s.max_value
      from ${valuesTable(groups, IDENTITY)} with ordinality as g (owner, of_model, metric, variant, position)
      join series s on s.owner = g.owner and s.of_model = g.of_model
        and s.metric_hash = md5(g.metric) and s.variant_hash = md5(g.variant)`,
  );
  return new Map(
    rows.map(({ position, id, points, tile_shift, tiled_to, ...summary }) => {
      const group = groups[position - 1]!;
      return [
        group,
        { ...group, id, pointCount: points, summary: numbers(summary), tiling: { shift: tile_shift, tiledTo: number(tiled_to) } },
      ];
    }),
  );
}

async function createSeries(em: Em, groups: SeriesPoints[]): Promise<void> {
  await query(
    em,
    sql`insert into series (owner, of_model, metric, variant, metric_hash, variant_hash)
      select g.owner, g.of_model, g.metric, g.variant, md5(g.metric), md5(g.variant)
      from ${valuesTable(groups, IDENTITY)} as g (owner, of_model, metric, variant)
      on conflict (owner, of_model, metric_hash, variant_hash) do nothing`,
  );
}

const numbers = (row: { [Name in keyof Summary]: string | number | null }): Summary =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, number(value)])) as unknown as Summary;

const number = (value: string | number | null): number | null => (value === null ? null : Number(value));
