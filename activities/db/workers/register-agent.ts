import type { RegisterAgentRequest } from '../../../workflows/contracts/agent-api.ts';
import { Refusal } from '../errors.ts';
import { newId } from '../ids.ts';
import { noteJoined } from '../machines/note-joined.ts';
import type { Db, Em } from '../orm.ts';
import { post } from '../outbox/post.ts';
import type { QueueRef } from '../queues/find-queue.ts';
import { jsonb, query, sql } from '../sql.ts';

export interface RegisterAgentInput {
  request: RegisterAgentRequest;
  userId: string;
  ip: string;
  now: Date;
}

/** Seconds without a heartbeat after which one of our agents is offline: two missed, and some. */
export const AGENT_TIMEOUT_SECONDS = 25;

/**
 * Enters an agent under its worker id. The same process may do so again at any time.
 * Answers its queues in its own order.
 * @throws Refusal `queueNotFound`; `conflict` while a live worker of another process holds the id
 */
export function registerAgent(db: Db, input: RegisterAgentInput): Promise<QueueRef[]> {
  return db.em.fork().transactional(async (em) => {
    const queues = await findQueues(em, input);
    // First the machine, then its worker: in this order they are locked when a machine ends, too.
    await noteJoined(em, input.request.worker, input.now);
    await takeId(em, input, queues);
    await wake(em, queues);
    return queues;
  });
}

async function findQueues(em: Em, { request, userId, now }: RegisterAgentInput): Promise<QueueRef[]> {
  const { queues: wanted, createQueues } = request;
  const found = await query<QueueRef>(em, sql`select id, name from queues where id = any(${wanted}) or name = any(${wanted})`);
  const queues: QueueRef[] = [];
  for (const name of wanted) {
    const known = found.find((queue) => queue.id === name || queue.name === name);
    if (!known && !createQueues) throw unknownQueue(name);
    queues.push(known ?? (await createQueue(em, { name, userId, now })));
  }
  return queues;
}

function unknownQueue(name: string): Refusal {
  const message = `queue "${name}" does not exist; create it, or let the agent do so ("createQueues": true, --create-queue)`;
  return new Refusal('queueNotFound', message, { field: 'queues', data: { queue: name } });
}

async function createQueue(em: Em, { name, userId, now }: { name: string; userId: string; now: Date }): Promise<QueueRef> {
  const [queue] = await query<QueueRef>(
    em,
    sql`insert into queues (id, name, user_id, created, last_update) values (${newId()}, ${name}, ${userId}, ${now}, ${now})
        on conflict (name) do update set last_update = excluded.last_update returning id, name`,
  );
  return queue!;
}

async function takeId(em: Em, { request, userId, ip, now }: RegisterAgentInput, queues: QueueRef[]): Promise<void> {
  const { worker, instance, host, pid, slots, gpus, servicesMode, version, tags, schedule = null, dockerImage = null } = request;
  const taken = await query(
    em,
    sql`insert into workers (id, kind, instance, user_id, host, ip, pid, version, tags, queues, slots, gpus, services_mode, schedule, docker_image,
          register_time, register_timeout, last_activity)
        values (${worker}, 'perdura', ${instance}, ${userId}, ${host}, ${ip}, ${pid}, ${version}, ${tags},
          ${queues.map(({ id }) => id)}, ${slots}, ${gpus}, ${servicesMode}, ${schedule && jsonb(schedule)}, ${dockerImage}, ${now}, ${AGENT_TIMEOUT_SECONDS}, ${now})
        on conflict (id) do update set kind = excluded.kind, instance = excluded.instance, user_id = excluded.user_id,
          host = excluded.host, ip = excluded.ip, pid = excluded.pid, version = excluded.version, tags = excluded.tags,
          queues = excluded.queues, slots = excluded.slots, gpus = excluded.gpus, services_mode = excluded.services_mode, schedule = excluded.schedule,
          docker_image = excluded.docker_image, draining = false, register_timeout = excluded.register_timeout, last_activity = excluded.last_activity,
          register_time = case when workers.instance = excluded.instance then workers.register_time else excluded.register_time end
        where workers.instance = excluded.instance
          or workers.last_activity < excluded.last_activity - make_interval(secs => workers.register_timeout)
        returning id`,
  );
  if (taken.length === 0) throw await idInUse(em, worker);
}

/** What waits there for want of a worker that may take it may be for this one. */
async function wake(em: Em, queues: QueueRef[]): Promise<void> {
  const waiting = await query<{ queue: string }>(
    em,
    sql`select distinct queue from queue_entries where queue = any(${queues.map(({ id }) => id)}::text[])`,
  );
  await post(em, ...waiting.map(({ queue }) => ({ kind: 'wakeQueue' as const, queue })));
}

async function idInUse(em: Em, worker: string): Promise<Refusal> {
  const [holder] = await query<{ host: string | null; pid: number | null }>(
    em,
    sql`select host, pid from workers where id = ${worker}`,
  );
  const where = holder?.host ? ` (host ${holder.host}, process ${holder.pid})` : '';
  return new Refusal('conflict', `worker id "${worker}" is held by another live agent${where}; choose another id`, {
    field: 'worker',
    data: { worker },
  });
}
