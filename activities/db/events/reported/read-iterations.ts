import type { Em } from '../../orm.ts';
import { query, sql } from '../../sql.ts';
import { type MetricFilter, named } from '../scalars/curve-series.ts';
import { columnsOf, type ReportedEvent, type ReportedKind, tableOf } from './reported-event.ts';

export interface ReadIterationsInput {
  kind: ReportedKind;
  owner: string;
  ofModel: boolean;
  /** Only these; all when empty. */
  metrics?: MetricFilter[];
  /** How many iterations. */
  count: number;
  /** Only iterations before, or after, this one. */
  before?: number | undefined;
  after?: number | undefined;
}

export interface Iteration {
  iter: number;
  events: ReportedEvent[];
}

/** The events of some iterations, the latest first; of those after a given one, the earliest first. */
export async function readIterations(em: Em, input: ReadIterationsInput): Promise<Iteration[]> {
  const { kind, owner, ofModel, metrics = [], count, before, after } = input;
  const direction = sql.raw(after === undefined ? 'desc' : 'asc');
  const where = sql`e.owner = ${owner} and e.of_model = ${ofModel} and ${named(metrics)}`;
  const events = await query<ReportedEvent>(
    em,
    sql`select ${columnsOf(kind)} from ${tableOf(kind)} e
      where ${where} and e.iter in (
        select distinct e.iter from ${tableOf(kind)} e where ${where}
          and (${before ?? null}::bigint is null or e.iter < ${before ?? null}::bigint)
          and (${after ?? null}::bigint is null or e.iter > ${after ?? null}::bigint)
        order by e.iter ${direction} limit ${count}
      )
      order by e.iter ${direction}, e.metric, e.variant, e.id`,
  );
  return [...Map.groupBy(events, (event) => event.iter)].map(([iter, of]) => ({ iter, events: of }));
}
