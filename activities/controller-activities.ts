import type { ControllerActivities } from '../workflows/contracts/controller.ts';
import { finishController } from './db/controllers/finish-controller.ts';
import { stopChildren } from './db/controllers/stop-children.ts';
import type { Db } from './db/orm.ts';

/** What the workflows of pipelines and sweeps ask of one database. */
export const createControllerActivities = (db: Db): ControllerActivities => ({
  finishController: (input) => finishController(db, input),
  stopChildren: (input) => stopChildren(db, input),
});
