import type { ScalerConfiguration, ScalerSecrets } from '../../../autoscaler/config/scaler-configuration.ts';
import { fieldOf, HIDDEN, hiddenSecrets, mergeSecrets, splitSecrets } from '../../../autoscaler/config/secrets.ts';
import type { ScalerRow } from '../entities/scaler.entity.ts';
import { Refusal } from '../errors.ts';
import { newId } from '../ids.ts';
import type { Db, Em } from '../orm.ts';
import { ensureQueues } from '../queues/ensure-queues.ts';
import { jsonb, query, sql } from '../sql.ts';
import { takeTurn } from '../take-turn.ts';
import { addScalerEvent } from './add-event.ts';
import { type Known, readConfiguration, refuseFaults } from './refuse-configuration.ts';
import { wakeScaler } from './wake-scaler.ts';

export interface SubmitScalerInput {
  name: string;
  /** What the file holds, as it was sent. */
  configuration: unknown;
  userId: string;
  /** The same key again answers what was started with it. */
  idempotencyKey?: string | null | undefined;
  actor: string;
  known: Known;
  now: Date;
}

export interface SubmittedScaler {
  id: string;
  name: string;
  /** Queues that were made for it. */
  queues: string[];
}

/**
 * Starts a new scaler, or a stopped one of this name with another configuration.
 * @throws Refusal `invalid` with the field at fault, `conflict` while one of this name is at work
 */
export function submitScaler(db: Db, input: SubmitScalerInput): Promise<SubmittedScaler> {
  const { name, userId, actor, now } = input;
  const submitted = readConfiguration(input.configuration, input.known);
  return db.em.fork().transactional(async (em) => {
    const known = await findSubmission(em, input);
    if (known) return { ...known, name };
    const before = await lockName(em, name);
    const { configuration, secrets } = splitSecrets(withStoredSecrets(submitted, before?.secrets));
    const id = await write(em, { id: before?.id, name, userId, configuration, secrets, now });
    const queues = await ensureQueues(em, configuration.perdura.priority, userId);
    await addScalerEvent(em, { scaler: id, machine: null, kind: 'change', text: textOf(queues), actor, at: now });
    await wakeScaler(em, id);
    await noteSubmission(em, input, { id, queues });
    return { id, name, queues };
  });
}

/** Calls with one key follow each other. */
async function findSubmission(
  em: Em,
  { userId, idempotencyKey: key }: SubmitScalerInput,
): Promise<Pick<SubmittedScaler, 'id' | 'queues'> | null> {
  if (!key) return null;
  await takeTurn(em, 'scaler submission', `${userId} ${key}`);
  const [row] = await query<Pick<SubmittedScaler, 'id' | 'queues'>>(
    em,
    sql`select scaler as id, queues from scaler_submissions where user_id = ${userId} and key = ${key}`,
  );
  return row ?? null;
}

async function noteSubmission(
  em: Em,
  { userId, idempotencyKey: key, now }: SubmitScalerInput,
  { id, queues }: Pick<SubmittedScaler, 'id' | 'queues'>,
): Promise<void> {
  if (!key) return;
  await query(
    em,
    sql`insert into scaler_submissions (user_id, key, scaler, queues, created) values (${userId}, ${key}, ${id}, ${queues}, ${now})`,
  );
}

/** Of two submissions with one name the second waits for the first. */
async function lockName(em: Em, name: string): Promise<Pick<ScalerRow, 'id' | 'secrets'> | null> {
  await takeTurn(em, 'scaler', name);
  const [row] = await query<Pick<ScalerRow, 'id' | 'secrets' | 'mode'>>(
    em,
    sql`select id, secrets, mode from scalers where name = ${name} for update`,
  );
  if (row && row.mode !== 'stopped')
    throw new Refusal(
      'conflict',
      `autoscaler "${name}" is at work (${row.mode}); stop it first, change its limits, or take another name`,
      {
        field: 'name',
        data: { name },
      },
    );
  return row ?? null;
}

/** What a page shows as hidden and sends back is what is stored. */
function withStoredSecrets(submitted: ScalerConfiguration, stored: Partial<ScalerSecrets> = {}): ScalerConfiguration {
  const { secrets } = splitSecrets(submitted);
  const hidden = hiddenSecrets(submitted);
  refuseFaults(
    hidden
      .filter((name) => !stored[name])
      .map((name) => ({
        field: fieldOf(name),
        message: `is "${HIDDEN}", which stands for a secret that is stored; none is, so give it`,
      })),
  );
  return mergeSecrets(submitted, { ...secrets, ...Object.fromEntries(hidden.map((name) => [name, stored[name] as string])) });
}

interface ScalerToWrite {
  id: string | undefined;
  name: string;
  userId: string;
  configuration: ScalerConfiguration;
  secrets: ScalerSecrets;
  now: Date;
}

async function write(em: Em, { id = newId(), name, userId, configuration, secrets, now }: ScalerToWrite): Promise<string> {
  await query(
    em,
    sql`insert into scalers (id, name, user_id, configuration, secrets, created)
        values (${id}, ${name}, ${userId}, ${jsonb(configuration)}, ${jsonb(secrets)}, ${now})
        on conflict (id) do update set user_id = excluded.user_id, configuration = excluded.configuration, secrets = excluded.secrets,
          mode = 'running', notes = '[]', backoffs = '{}', cloud_error = null`,
  );
  return id;
}

const textOf = (queues: string[]): string =>
  queues.length === 0 ? 'started' : `started; made the ${queues.length === 1 ? 'queue' : 'queues'} ${queues.join(', ')}`;
