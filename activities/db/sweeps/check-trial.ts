import type { RunRef } from '../../../workflows/contracts/run.ts';
import { checkParameters } from '../../../workflows/domain/sweeps/check-parameters.ts';
import type { Db } from '../orm.ts';
import { addSweepEvent } from './add-event.ts';
import { lockSweep } from './lock-sweep.ts';
import { readSpec, refuseFaults } from './read-spec.ts';

export interface CheckTrialInput {
  run: RunRef;
  parameters: Record<string, unknown>;
  number: number;
  by: string;
}

/**
 * Accepts a trial by hand and writes that into the sweep's history.
 * @throws Refusal `invalid` for parameters outside the space
 */
export function checkTrial(db: Db, { run, parameters, number, by }: CheckTrialInput): Promise<void> {
  return db.em.fork().transactional(async (em) => {
    const { task } = await lockSweep(em, run);
    refuseFaults(checkParameters((await readSpec(em, task)).space, parameters));
    await addSweepEvent(em, { sweep: task, text: `trial ${number} added by hand: ${JSON.stringify(parameters)}`, actor: by });
  });
}
