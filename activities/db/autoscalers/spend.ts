import type { Spend } from '../../../workflows/domain/autoscaler/snapshot.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

export interface SpendInput {
  scaler: string;
  from: Date;
  until: Date;
}

/**
 * What the machines of a scaler have used up within a time, from their launch until they were gone, and how many there were. A machine
 * whose launch is not confirmed counts from the moment it was asked for, and no refused one counts.
 */
export async function spendOf(em: Em, { scaler, from, until }: SpendInput): Promise<{ spend: Spend; machines: number }> {
  const [row] = await query<{ hours: number; cost: number; machines: number }>(
    em,
    sql`select coalesce(sum(hours), 0)::float8 as hours, coalesce(sum(hours * coalesce(hourly_price, 0)), 0)::float8 as cost,
          count(*)::int as machines
        from (
          select hourly_price, greatest(0, extract(epoch from least(coalesce(ended, ${until}), ${until}::timestamptz)
            - greatest(coalesce(launched, created), ${from}::timestamptz)))::float8 / 3600 as hours
          from machines
          where scaler = ${scaler} and (ended is null or ended > ${from}) and created < ${until}
            and not (ended is not null and launched is null)) used`,
  );
  const { hours, cost, machines } = row!;
  return { spend: { hours, cost }, machines };
}

/** Budgets are for a day of UTC. */
export async function spentToday(em: Em, scaler: string, now: Date): Promise<Spend> {
  const midnight = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()));
  return (await spendOf(em, { scaler, from: midnight, until: now })).spend;
}
