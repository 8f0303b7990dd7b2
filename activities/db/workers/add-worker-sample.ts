import type { MachineStats } from '../../../workflows/contracts/agent-api.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

/** Samples of one worker stand at least this far apart; a little less than a heartbeat, which may come early. */
const CLOSEST_SECONDS = 9;

export interface WorkerSampleInput {
  worker: string;
  stats: MachineStats;
  now: Date;
}

/** Keeps machine statistics for the worker's graphs; leaves out what comes too soon after the last. */
export async function addWorkerSample(em: Em, { worker, stats, now }: WorkerSampleInput): Promise<void> {
  await query(
    em,
    sql`insert into worker_samples (worker, at, stats, task)
        select ${worker}, ${now}, ${JSON.stringify(stats)}::jsonb, (select task from workers where id = ${worker})
        where not exists (select 1 from worker_samples
          where worker = ${worker} and at > ${now}::timestamptz - make_interval(secs => ${CLOSEST_SECONDS}))`,
  );
}
