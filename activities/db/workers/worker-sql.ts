import { type Sql, sql } from '../sql.ts';

/** Whether a row `w` of `workers` has reported within its time. */
export const isOnline = (now: Date): Sql =>
  sql`w.last_activity > ${now}::timestamptz - make_interval(secs => w.register_timeout)`;

/** GPUs of the worker `w`: ours says which it has, a stock agent reports the load of each. */
export const gpuCount: Sql = sql`(case when w.kind = 'perdura' then cardinality(w.gpus)
  when jsonb_typeof(w.stats -> 'gpu_usage') = 'array' then jsonb_array_length(w.stats -> 'gpu_usage') else 0 end)`;

/** How many tasks the worker `w` runs: ours by their open attempts, a stock agent by the one that it reports. */
export const runningCount: Sql = sql`(case when w.kind = 'perdura'
  then (select count(*)::int from attempts a where a.worker = w.id and a.ended is null) else (w.task is not null)::int end)`;
