import { FORCE_PROPERTY } from '../../../workflows/domain/working-hours/activity.ts';
import { Refusal } from '../errors.ts';
import type { Db, Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

export interface RuntimeProperty {
  key: string;
  value: string;
  /** Seconds for which it stays; null for ever. When it is set, 0 takes it away. */
  expiry: number | null;
}

export interface SetRuntimePropertiesInput {
  worker: string;
  properties: RuntimeProperty[];
  now: Date;
}

/**
 * Sets properties of a worker, which stay when it is away for a while.
 * @throws Refusal `workerNotFound`, `invalid`
 */
export function setRuntimeProperties(db: Db, { worker, properties, now }: SetRuntimePropertiesInput): Promise<void> {
  for (const property of properties) checkForce(property);
  return db.em.fork().transactional(async (em) => {
    await requireWorker(em, worker);
    await query(em, sql`delete from worker_properties where worker = ${worker} and expires <= ${now}`);
    for (const property of properties) await setOne(em, worker, property, now);
  });
}

function checkForce({ key, value }: RuntimeProperty): void {
  if (key !== FORCE_PROPERTY || /^(on|off)$/i.test(value)) return;
  const message = `Validation error (runtime property "${FORCE_PROPERTY}": "${value}" is neither on nor off)`;
  throw new Refusal('invalid', message, { field: 'runtime_properties' });
}

async function requireWorker(em: Em, worker: string): Promise<void> {
  const found = await query(em, sql`select from workers where id = ${worker}`);
  if (found.length > 0) return;
  throw new Refusal('workerNotFound', `Invalid worker id: worker=${worker}`, { field: 'worker', data: { worker } });
}

async function setOne(em: Em, worker: string, { key, value, expiry }: RuntimeProperty, now: Date): Promise<void> {
  if (expiry === 0) {
    await query(em, sql`delete from worker_properties where worker = ${worker} and key = ${key}`);
    return;
  }
  const stored = key === FORCE_PROPERTY ? value.toLowerCase() : value;
  const expires = expiry === null ? null : new Date(now.getTime() + expiry * 1000);
  await query(
    em,
    sql`insert into worker_properties (worker, key, value, expires) values (${worker}, ${key}, ${stored}, ${expires})
        on conflict (worker, key) do update set value = excluded.value, expires = excluded.expires`,
  );
}

/** The properties of a worker that have not expired, with the seconds that are left. */
export function runtimeProperties(em: Em, { worker, now }: { worker: string; now: Date }): Promise<RuntimeProperty[]> {
  return query<RuntimeProperty>(
    em,
    sql`select key, value, ceil(extract(epoch from expires - ${now}::timestamptz))::int as expiry
        from worker_properties where worker = ${worker} and (expires is null or expires > ${now}) order by key`,
  );
}
