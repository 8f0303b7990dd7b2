import type { Em } from '../../orm.ts';
import { query, sql } from '../../sql.ts';
import { type MetricFilter, named } from '../scalars/curve-series.ts';
import { columnsOf, type ReportedEvent, type ReportedKind, tableOf } from './reported-event.ts';

export interface ReadLatestInput {
  kind: ReportedKind;
  owners: string[];
  ofModel: boolean;
  /** Only these; all when empty. */
  metrics?: MetricFilter[];
  /** How many of the latest iterations of each metric and variant. */
  iterations: number;
  /** How many events to skip: where an earlier page ended. */
  skip: number;
}

/** A page ends with the event that fills it: plots may be megabytes each. */
const PAGE_BYTES = 16 * 1024 * 1024;
const PAGE_EVENTS = 10_000;

/** Events of the latest iterations of each metric and variant, and how many there are. */
export async function readLatest(em: Em, input: ReadLatestInput): Promise<{ events: ReportedEvent[]; total: number }> {
  const { kind, owners, ofModel, metrics = [], iterations, skip } = input;
  const size = kind === 'plots' ? sql`octet_length(e.plot_str)` : sql`0`;
  const rows = await query<ReportedEvent & { total: number }>(
    em,
    sql`with latest as (
        select e.id, e.metric, e.variant, e.iter, ${size} as size,
          dense_rank() over (partition by e.owner, e.metric, e.variant order by e.iter desc) as back
        from ${tableOf(kind)} e where e.owner = any(${owners}::text[]) and e.of_model = ${ofModel} and ${named(metrics)}
      ),
      numbered as (
        select id, count(*) over () as total, row_number() over w as position, sum(size) over w - size as bytes_before
        from latest where back <= ${iterations} window w as (order by metric, variant, iter desc, id)
      ),
      page as (
        select id, total, position from numbered where position > ${skip}
          and bytes_before - coalesce((select bytes_before from numbered where position = ${skip + 1}), 0) < ${PAGE_BYTES}
        order by position limit ${PAGE_EVENTS}
      )
      select ${columnsOf(kind)}, page.total::int as total from page join ${tableOf(kind)} e on e.id = page.id order by page.position`,
  );
  return { events: rows.map(({ total: _, ...event }) => event), total: rows[0]?.total ?? skip };
}
