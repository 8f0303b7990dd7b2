import { Refusal } from '../../../activities/db/errors.ts';
import type { Em } from '../../../activities/db/orm.ts';
import { query, type Sql, sql, sqlState } from '../../../activities/db/sql.ts';
import type { Collection } from '../query/collection.ts';
import { compileFilter } from '../query/compile-filter.ts';
import { compileOrder } from '../query/order.ts';
import { type Page, pageOf, scrollIdAfter } from '../query/paging.ts';
import { type Projection, parseProjection } from '../query/projection.ts';
import type { ListRequest } from '../query/request.ts';
import { type Document, type DocumentField, selectFields } from './document.ts';

export interface DocumentList {
  documents: Document[];
  projection: Projection;
  /** Given to a request that scrolls. */
  scrollId: string | undefined;
}

export interface ListInput {
  collection: Collection;
  fields: readonly DocumentField[];
  request: ListRequest;
  /** What must hold beside what the request asks for. */
  conditions?: Sql[];
}

/**
 * The documents that a `get_all` request asks for, read by one statement.
 * @throws Refusal `invalid`, `badPattern`, `scrollNotFound`
 */
export async function listDocuments(em: Em, { collection, fields, request, conditions = [] }: ListInput): Promise<DocumentList> {
  const projection = parseProjection(request.only_fields);
  const selection = selectFields(fields, projection);
  const page = pageOf(collection.name, request);
  const filter = sql.join([compileFilter(collection, request), ...conditions], sql` and `);
  const statement = sql`select ${selection.columns} from ${collection.from} where ${filter}
    order by ${compileOrder(collection, request.order_by)} limit ${page.limit}::bigint offset ${page.offset}::bigint`;
  const rows = await run(em, statement);
  return { documents: rows.map(selection.read), projection, scrollId: scrollIdOf(collection, page, rows.length) };
}

const scrollIdOf = (collection: Collection, page: Page, rows: number): string | undefined =>
  page.scroll ? scrollIdAfter(collection.name, page, rows) : undefined;

const INVALID_REGULAR_EXPRESSION = '2201B';

async function run(em: Em, statement: Sql): Promise<Record<string, unknown>[]> {
  try {
    return await query(em, statement);
  } catch (error) {
    if (sqlState(error) !== INVALID_REGULAR_EXPRESSION) throw error;
    throw new Refusal('badPattern', `Bad regular expression in the request: ${(error as Error).message}`);
  }
}
