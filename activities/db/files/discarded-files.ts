import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

/** Notes, in the transaction that lets go of them, files that shall be deleted after so many seconds. */
export async function discardFiles(em: Em, urls: string[], afterSeconds: number): Promise<void> {
  if (urls.length === 0) return;
  await query(
    em,
    sql`insert into discarded_files (url, due)
        select distinct url, now() + make_interval(secs => ${afterSeconds}) from unnest(${urls}::text[]) as url where url <> ''`,
  );
}

export interface DueFile {
  id: string;
  url: string;
  /** Another task or model has come to refer to it, or always did: it stays. */
  used: boolean;
}

/** Seconds in which whoever takes files deletes them; after that another may. */
const LEASE_SECONDS = 120;

/** Takes up to `limit` files that are due. */
export const leaseDueFiles = (em: Em, limit: number): Promise<DueFile[]> =>
  query(
    em,
    sql`update discarded_files set due = now() + make_interval(secs => ${LEASE_SECONDS})
        where id in (select id from discarded_files where due <= now() order by id limit ${limit} for update skip locked)
        returning id, url, exists (select from models where uri = url)
          or exists (select from tasks where artifacts @> jsonb_build_array(jsonb_build_object('uri', url))) as used`,
  );

export async function forgetFiles(em: Em, ids: string[]): Promise<void> {
  await query(em, sql`delete from discarded_files where id = any(${ids}::bigint[])`);
}
