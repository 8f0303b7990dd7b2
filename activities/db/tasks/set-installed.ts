import type { Db, Em } from '../orm.ts';
import { jsonb, query, sql } from '../sql.ts';

type Requirements = Record<string, string | string[] | null>;

/**
 * Writes the packages that were really installed (`pip freeze`) into the task's requirements.
 * The list that somebody asked for is kept under `org_pip`, as the stock agent keeps it.
 */
export function setInstalled(db: Db, { taskId, pip }: { taskId: string; pip: string[] }): Promise<void> {
  return db.em.fork().transactional(async (em) => {
    const requirements = await lockRequirements(em, taskId);
    const asked = requirements.pip?.length && !requirements.org_pip?.length ? { org_pip: requirements.pip } : {};
    await query(
      em,
      sql`update tasks set script = script || ${jsonb({ requirements: { ...requirements, ...asked, pip } })}, last_update = now()
          where id = ${taskId}`,
    );
  });
}

async function lockRequirements(em: Em, taskId: string): Promise<Requirements> {
  const [task] = await query<{ requirements: Requirements | null }>(
    em,
    sql`select script -> 'requirements' as requirements from tasks where id = ${taskId} for update`,
  );
  return task?.requirements ?? {};
}
