import { Context } from '@temporalio/activity';
import type { ControllerActivities } from '../workflows/contracts/controller.ts';
import { finishController } from './db/controllers/finish-controller.ts';
import { stopChildren } from './db/controllers/stop-children.ts';
import type { Db } from './db/orm.ts';
import { drawRun } from './db/pipelines/draw-run.ts';

/** What the workflows of pipelines and sweeps ask of one database. */
export const createControllerActivities = (db: Db): ControllerActivities => ({
  async finishController(input) {
    await finishController(db, input);
    await drawEnd(db, input.run.taskId);
  },
  stopChildren: (input) => stopChildren(db, input),
});

/** About three seconds, at the intervals of the workflow's retries. */
const MOST_TRIES = 5;

/** The end is written by then: that a run cannot be drawn must not keep its workflow. */
async function drawEnd(db: Db, run: string): Promise<void> {
  const { info, log } = Context.current();
  try {
    await drawRun(db, run);
  } catch (error) {
    if (info.attempt < MOST_TRIES) throw error;
    log.warn('the graph of a run that has ended could not be drawn, and will not be', { run, error });
  }
}
