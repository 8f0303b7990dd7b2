import type { Db } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { type AgentIdentity, requireAgent } from './require-agent.ts';

/**
 * Takes an agent off the list at once. Runs that it left behind stay open: their workflows see to them.
 * @throws Refusal `workerNotFound`, `conflict`, `forbidden`
 */
export async function unregisterAgent(db: Db, identity: AgentIdentity): Promise<void> {
  const em = db.em.fork();
  await requireAgent(em, identity);
  await query(em, sql`delete from workers where id = ${identity.worker} and instance = ${identity.instance}`);
}
