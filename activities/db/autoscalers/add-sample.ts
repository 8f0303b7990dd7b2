import type { MachineState, ScalerSnapshot } from '../../../workflows/domain/autoscaler/snapshot.ts';
import { countTasks } from '../../../workflows/domain/autoscaler/supply.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

/** Samples stand at least this far apart, unless the machines have changed. */
const INTERVAL_SECONDS = 60;
const KEPT_DAYS = 30;

/** Keeps what the graphs show. */
export async function addScalerSample(em: Em, input: { scaler: string; snapshot: ScalerSnapshot; now: Date }): Promise<void> {
  const { scaler, snapshot, now } = input;
  const { waiting, machines } = snapshot;
  const count = (...states: MachineState[]) => machines.filter(({ state }) => states.includes(state)).length;
  const sample = {
    waiting: countTasks(Object.values(waiting).flat()),
    starting: count('launching', 'starting'),
    idle: count('idle'),
    busy: count('busy', 'silent'),
    cost: machines.reduce((sum, { hourlyPrice }) => sum + (hourlyPrice ?? 0), 0),
  };
  const added = await query(
    em,
    sql`insert into scaler_samples (scaler, at, waiting, starting, idle, busy, cost_per_hour)
        select ${scaler}, ${now}, ${sample.waiting}, ${sample.starting}, ${sample.idle}, ${sample.busy}, ${sample.cost}
        where not exists (select from (select * from scaler_samples where scaler = ${scaler} order by at desc limit 1) last
          where last.at > ${now}::timestamptz - make_interval(secs => ${INTERVAL_SECONDS})
            and (last.starting, last.idle, last.busy) = (${sample.starting}, ${sample.idle}, ${sample.busy}))
        on conflict (scaler, at) do nothing returning at`,
  );
  if (added.length === 0) return;
  await query(
    em,
    sql`delete from scaler_samples where scaler = ${scaler} and at < ${now}::timestamptz - make_interval(days => ${KEPT_DAYS})`,
  );
}
