import type { MachineStats } from '../../../workflows/contracts/agent-api.ts';
import { jsonb, type Sql, sql } from '../sql.ts';

/** Samples of one worker stand at least this far apart; a little less than a heartbeat, which may come early. */
const CLOSEST_SECONDS = 9;

export interface WorkerSampleInput {
  worker: string;
  /** What it runs. */
  task: string | null;
  stats: MachineStats;
  now: Date;
}

/** Statement that keeps machine statistics for the worker's graphs; leaves out what comes too soon after the last. */
export const addWorkerSample = ({ worker, task, stats, now }: WorkerSampleInput): Sql =>
  sql`insert into worker_samples (worker, at, stats, task)
      select ${worker}, ${now}, ${jsonb(stats)}, ${task}
      where not exists (select 1 from worker_samples
        where worker = ${worker} and at > ${now}::timestamptz - make_interval(secs => ${CLOSEST_SECONDS}))`;
