import type { Backoff } from '../../../workflows/domain/autoscaler/snapshot.ts';
import type { Em } from '../orm.ts';
import { jsonb, query, sql } from '../sql.ts';

const FIRST_BACKOFF_MS = 30_000;
const LONGEST_BACKOFF_MS = 900_000;

interface ScalerResource {
  scaler: string;
  resource: string;
}

/**
 * Lets a resource rest after a failure of one of its machines, each time for twice as long. Failures while it rests count once: machines
 * are launched together, and fail together.
 */
export async function restResource(em: Em, input: ScalerResource & { reason: string; now: Date }): Promise<void> {
  const { scaler, resource, reason, now } = input;
  const [row] = await query<{ backoffs: Record<string, Backoff & { failures: number }> }>(
    em,
    sql`select backoffs from scalers where id = ${scaler} for update`,
  );
  const before = row?.backoffs[resource];
  if (before && before.until > now.getTime()) return;
  const failures = (before?.failures ?? 0) + 1;
  const until = now.getTime() + Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (failures - 1));
  await query(
    em,
    sql`update scalers set backoffs = backoffs || ${jsonb({ [resource]: { until, reason, failures } })} where id = ${scaler}`,
  );
}

/** One of its machines has got as far as to take tasks: the next failure is a first one again. */
export async function forgetFailures(em: Em, { scaler, resource }: ScalerResource): Promise<void> {
  await query(
    em,
    sql`update scalers set backoffs = backoffs - ${resource}::text where id = ${scaler} and backoffs ? ${resource}`,
  );
}
