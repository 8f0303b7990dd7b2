import { SWEEP_REFUSED, type SweepActivities, type SweepReportActivities } from '../workflows/contracts/sweep-activities.ts';
import type { Db } from './db/orm.ts';
import { changeSweep } from './db/sweeps/change-sweep.ts';
import { checkTrial } from './db/sweeps/check-trial.ts';
import { describeCall } from './db/sweeps/describe-call.ts';
import { openSweep } from './db/sweeps/open-sweep.ts';
import { noteActivity, pauseSweep } from './db/sweeps/pause-sweep.ts';
import { reportSweep } from './db/sweeps/report-sweep.ts';
import { settleTrials } from './db/sweeps/settle-trials.ts';
import { startTrials } from './db/sweeps/start-trials.ts';
import { stopTrials } from './db/sweeps/stop-trials.ts';
import { refusedAs } from './refused.ts';

const refused = <T>(call: Promise<T>): Promise<T> => refusedAs(SWEEP_REFUSED, call);

/** What the workflows of sweeps ask of one database. */
export const createSweepActivities = (db: Db): SweepActivities & SweepReportActivities => ({
  openSweep: (run) => refused(openSweep(db, run)),
  startTrials: (input) => refused(startTrials(db, input)),
  settleTrials: (input) => refused(settleTrials(db, input)),
  stopTrials: (input) => refused(stopTrials(db, input)),
  changeSweep: (input) => refused(changeSweep(db, input)),
  pauseSweep: (input) => refused(pauseSweep(db, input)),
  checkTrial: (input) => refused(checkTrial(db, input)),
  describeCall: (input) => refused(describeCall(db, input)),
  noteActivity: (input) => refused(noteActivity(db, input)),
  reportSweep: (input) => refused(reportSweep(db, input)),
});
