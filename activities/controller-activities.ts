import type { ControllerActivities } from '../workflows/contracts/controller.ts';
import { finishController } from './db/controllers/finish-controller.ts';
import { stopChildren } from './db/controllers/stop-children.ts';
import type { Db } from './db/orm.ts';
import { drawRun } from './db/pipelines/draw-run.ts';

/** What the workflows of pipelines and sweeps ask of one database. */
export const createControllerActivities = (db: Db): ControllerActivities => ({
  async finishController(input) {
    await finishController(db, input);
    await drawRun(db, input.run.taskId);
  },
  stopChildren: (input) => stopChildren(db, input),
});
