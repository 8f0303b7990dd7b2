import type { ServerActivities } from '../workflows/contracts/server-activities.ts';
import type { Db } from './db/orm.ts';
import { countEntries } from './db/queues/count-entries.ts';
import { loseExternalRun, viewExternalRun } from './db/tasks/external-run.ts';
import { finishAttempt } from './db/tasks/finish-attempt.ts';
import { agentSilentMs } from './db/workers/agent-silence.ts';

/** The activities of the orchestrator over one database. */
export const createServerActivities = (db: Db): ServerActivities => ({
  finishAttempt: (input) => finishAttempt(db, input),
  viewExternalRun: (run) => viewExternalRun(db, run),
  loseExternalRun: (run) => loseExternalRun(db, run),
  agentSilentMs: (worker) => agentSilentMs(db, worker),
  countEntries: (queue) => countEntries(db, queue),
});
