import { addEvents } from '../../events/add-events.ts';
import { emptyBatch } from '../../events/event-batch.ts';
import type { Db } from '../../orm.ts';
import { query, sql } from '../../sql.ts';

export interface CopyCurveInput {
  run: string;
  task: string;
  title: string;
  series: string;
  toTitle: string;
  toSeries: string;
  /** Every point, and not only those after the last one that was copied. */
  whole: boolean;
}

const AT_ONCE = 10_000;

/** Copies the points of a step's curve to a curve of its run. A point that is there already is written again with the same value. */
export async function copyCurve(db: Db, input: CopyCurveInput): Promise<void> {
  const { run, task, title, series, toTitle, toSeries, whole } = input;
  let after = whole ? null : await lastCopied(db, input);
  for (;;) {
    const points = await query<{ iter: string; value: number; at: string }>(
      db.em.fork(),
      sql`select p.iter, p.value, p.at from scalar_points p join series s on s.id = p.series
          where s.owner = ${task} and not s.of_model and s.metric = ${title} and s.variant = ${series}
            and (${after}::bigint is null or p.iter > ${after}::bigint)
          order by p.iter limit ${AT_ONCE}`,
    );
    const last = points.at(-1);
    if (!last) return;
    const scalars = points.map(({ iter, value, at }) => ({
      owner: run,
      ofModel: false,
      allowLocked: true,
      at: Number(at),
      worker: 'pipeline',
      metric: toTitle,
      variant: toSeries,
      iter: Number(iter),
      value,
    }));
    await addEvents(db, { ...emptyBatch(), scalars });
    after = last.iter;
  }
}

async function lastCopied(db: Db, { run, toTitle, toSeries }: CopyCurveInput): Promise<string | null> {
  const [row] = await query<{ iter: string | null }>(
    db.em.fork(),
    sql`select iter from series where owner = ${run} and not of_model and metric = ${toTitle} and variant = ${toSeries}`,
  );
  return row?.iter ?? null;
}
