import type { Em } from '../../orm.ts';
import { query, sql } from '../../sql.ts';
import { columnsOf, type ReportedEvent, type ReportedKind, tableOf } from './reported-event.ts';

export interface ReadPageInput {
  kind: ReportedKind;
  owner: string;
  ofModel: boolean;
  descending?: boolean;
  limit: number;
  /** Where the page before ended. */
  after: [iter: number, id: number] | null;
}

const PAGE_BYTES = 16 * 1024 * 1024;

/** Events in the order of their iterations. A page of plots may hold fewer than asked for: they can be megabytes each. */
export async function readPage(em: Em, input: ReadPageInput): Promise<ReportedEvent[]> {
  const { kind, owner, ofModel, after, limit, descending = false } = input;
  const order = sql.raw(descending ? 'desc' : 'asc');
  const owned = sql`e.owner = ${owner} and e.of_model = ${ofModel}`;
  const behind = after ? sql`(e.iter, e.id) ${sql.raw(descending ? '<' : '>')} (${after[0]}, ${after[1]})` : sql`true`;
  const size = kind === 'plots' ? sql`octet_length(e.plot_str)` : sql`0`;
  return query<ReportedEvent>(
    em,
    sql`with sized as (
        select e.id, ${size} as size from ${tableOf(kind)} e where ${owned} and ${behind} order by e.iter ${order}, e.id ${order} limit ${limit}
      ),
      page as (select id, sum(size) over (rows unbounded preceding) - size as bytes_before from sized)
      select ${columnsOf(kind)} from page join ${tableOf(kind)} e on e.id = page.id
      where page.bytes_before < ${PAGE_BYTES} order by e.iter ${order}, e.id ${order}`,
  );
}
