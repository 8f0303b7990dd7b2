import { setTimeout as sleep } from 'node:timers/promises';
import { Client as PgClient } from 'pg';
import type { Logger } from 'pino';
import type { Db } from '../activities/db/orm.ts';
import { deleteMessages, type LeasedMessage, leaseMessages, returnMessages } from '../activities/db/outbox/lease.ts';
import type { OutboxMessage } from '../workflows/contracts/outbox.ts';
import { type DeliveryContext, deliver } from './deliver.ts';
import { controllerOf, isForController } from './deliver-controller.ts';

const BATCH = 100;
const LEASE_SECONDS = 20;
const RETRY_SECONDS = 1;
/** A look without being told, for what another relay left behind. */
const SWEEP_MS = 2000;

export interface RelayInput {
  db: Db;
  databaseUrl: string;
  context: DeliveryContext;
  log: Logger;
  signal: AbortSignal;
}

/** Delivers the outbox to Temporal until aborted; survives the absence of either side. */
export async function runRelay(input: RelayInput): Promise<void> {
  const bell = await listen(input);
  try {
    while (!input.signal.aborted) {
      const delivered = await relayBatch(input).catch((error: unknown) => {
        input.log.warn({ err: error }, 'outbox: cannot reach Postgres');
        return 0;
      });
      if (delivered < BATCH) await bell.wait(SWEEP_MS, input.signal);
    }
  } finally {
    await bell.close();
  }
}

async function relayBatch({ db, context, log }: RelayInput): Promise<number> {
  const em = db.em.fork();
  const leased = await leaseMessages(em, { limit: BATCH, seconds: LEASE_SECONDS });
  if (leased.length === 0) return 0;
  const done: number[] = [];
  const failed: number[] = [];
  await Promise.all(
    chains(leased).map(async (chain) => {
      const delivered = await deliverChain(chain, context, log);
      done.push(...chain.slice(0, delivered).map(({ id }) => id));
      failed.push(...chain.slice(delivered).map(({ id }) => id));
    }),
  );
  await deleteMessages(em, done);
  await returnMessages(em, failed, RETRY_SECONDS);
  return leased.length;
}

/** Answers how many of the chain's messages were delivered before one failed. */
async function deliverChain(chain: LeasedMessage[], context: DeliveryContext, log: Logger): Promise<number> {
  let told = 0;
  for (const { messages, message } of mergeChildChanges(chain)) {
    try {
      await deliver(context, message);
      told += messages;
      // To wake a queue or a scaler once is to wake it for all that came meanwhile.
      if (message.kind === 'wakeQueue' || message.kind === 'wakeScaler') return chain.length;
    } catch (error) {
      log.warn({ err: error, kind: message.kind }, 'outbox: not delivered, will be tried again');
      return told;
    }
  }
  return told;
}

/** Changes of one controller's children that follow each other are told at once. */
function mergeChildChanges(chain: LeasedMessage[]): { messages: number; message: OutboxMessage }[] {
  const merged: { messages: number; message: OutboxMessage }[] = [];
  for (const { message } of chain) {
    const last = merged.at(-1);
    if (last?.message.kind === 'childChanged' && message.kind === 'childChanged') {
      last.message = { ...last.message, tasks: [...last.message.tasks, ...message.tasks] };
      last.messages += 1;
    } else merged.push({ messages: 1, message });
  }
  return merged;
}

/** Messages about one run, queue or controller keep their order; different ones go side by side. */
function chains(messages: LeasedMessage[]): LeasedMessage[][] {
  return [...Map.groupBy(messages, ({ message }) => targetOf(message)).values()];
}

function targetOf(message: OutboxMessage): string {
  if (message.kind === 'wakeQueue') return `queue ${message.queue}`;
  if (message.kind === 'wakeScaler') return `scaler ${message.scaler}`;
  if (message.kind === 'settleSteps') return `steps ${message.task}`;
  if (isForController(message)) return `controller ${controllerOf(message)}`;
  return `task ${message.run.taskId}-${message.run.attempt}`;
}

interface Bell {
  wait(ms: number, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** Rings when a transaction that posted messages commits; opens its connection again when it breaks. */
async function listen({ databaseUrl, log }: RelayInput): Promise<Bell> {
  let rung = false;
  let wake: () => void = () => {};
  let client: PgClient | null = null;
  const ring = () => {
    rung = true;
    wake();
  };
  const connect = async () => {
    const next = new PgClient({ connectionString: databaseUrl });
    next.on('notification', ring);
    next.on('error', (error) => {
      log.warn({ err: error }, 'outbox: notifications interrupted');
      client = null;
    });
    await next.connect();
    await next.query('listen perdura_outbox');
    client = next;
  };
  await connect();
  return {
    async wait(ms, signal) {
      if (!client) await connect().catch(() => sleep(RETRY_SECONDS * 1000, undefined, { signal }).catch(() => {}));
      if (!rung && !signal.aborted) await Promise.race([new Promise<void>((resolve) => (wake = resolve)), pause(ms, signal)]);
      rung = false;
    },
    async close() {
      await client?.end().catch(() => {});
    },
  };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}
