import type { RunRef } from '../../../workflows/contracts/run.ts';
import { Refusal } from '../errors.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

export interface LockedSweep {
  task: string;
  name: string;
  user_id: string;
  cursor: number;
  exhausted: boolean;
}

/**
 * Locks a sweep for the rest of the transaction: its trials are started and compared one after the other.
 * @throws Refusal `runSuperseded` when another attempt of the controller took the place of this one, or it was deleted
 */
export async function lockSweep(em: Em, { taskId, attempt }: RunRef): Promise<LockedSweep> {
  const [row] = await query<Omit<LockedSweep, 'cursor'> & { cursor: string }>(
    em,
    sql`select s.task, t.name, t.user_id, s.cursor, s.exhausted from sweeps s join tasks t on t.id = s.task
        where s.task = ${taskId} and t.attempt = ${attempt} for update of s`,
  );
  if (!row) throw new Refusal('runSuperseded', `attempt ${attempt} of sweep ${taskId} is not its newest`, { field: 'attempt' });
  return { ...row, cursor: Number(row.cursor) };
}
