import type { RunRef } from '../../../workflows/contracts/run.ts';
import { type StrategyCall, strategyTaskQueue } from '../../../workflows/contracts/sweep-hooks.ts';
import { Refusal } from '../errors.ts';
import type { Db } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { readSpec } from './read-spec.ts';

export interface DescribeCallInput {
  run: RunRef;
  next: number;
  count: number;
}

/**
 * What the user's own strategy is asked, and on which task queue it is served.
 * @throws Refusal `taskNotFound`, `invalid` for a sweep with another strategy
 */
export async function describeCall(
  db: Db,
  { run, next, count }: DescribeCallInput,
): Promise<{ taskQueue: string; call: StrategyCall }> {
  const em = db.em.fork();
  const { strategy, project, name, space, objectives } = await readSpec(em, run.taskId);
  if (strategy.kind !== 'custom')
    throw new Refusal('invalid', `strategy ${strategy.kind} is not the user's own`, { field: 'strategy' });
  const pending = await query<StrategyCall['pending'][number]>(
    em,
    sql`select number, parameters from sweep_trials where sweep = ${run.taskId} and ended is null order by number`,
  );
  return {
    taskQueue: strategyTaskQueue(project, name),
    call: {
      idempotencyKey: `${run.taskId}/${run.attempt}/${next}`,
      sweep: run.taskId,
      ...{ project, name, strategy: strategy.name, objectives, count, next },
      ...unlessLong({ space, pending }),
    },
  };
}

/** In characters of JSON. Longer ones do not travel through Temporal. */
const LONGEST_BY_TEMPORAL = 100_000;

function unlessLong(asked: Pick<StrategyCall, 'space' | 'pending'>): Pick<StrategyCall, 'space' | 'pending'> {
  if (JSON.stringify(asked).length <= LONGEST_BY_TEMPORAL) return asked;
  return { space: null, pending: asked.pending.map(({ number }) => ({ number, parameters: null })) };
}
