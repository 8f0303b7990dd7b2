import type { Logger } from 'pino';
import type { Db } from '../activities/db/orm.ts';
import { deleteMessages, type LeasedMessage, leaseMessages, returnMessages } from '../activities/db/outbox/lease.ts';
import type { OutboxMessage } from '../workflows/contracts/outbox.ts';
import { type Bell, listenToOutbox } from './bell.ts';
import { type DeliveryContext, deliver } from './deliver.ts';
import { controllerOf, isForController } from './deliver-controller.ts';
import { createWakeRests, isWake, type WakeRests } from './wake-rests.ts';

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
  const bell = await listenToOutbox(input);
  const rests = createWakeRests();
  try {
    while (!input.signal.aborted) {
      const leased = await relayBatch({ ...input, bell, rests }).catch((error: unknown) => {
        input.log.warn({ err: error }, 'outbox: cannot reach Postgres');
        return 0;
      });
      if (leased < BATCH) await bell.wait(SWEEP_MS, input.signal);
    }
  } finally {
    await bell.close();
  }
}

interface BatchInput extends RelayInput {
  bell: Bell;
  rests: WakeRests;
}

/** Answers how many messages were taken up. */
async function relayBatch({ db, context, log, bell, rests }: BatchInput): Promise<number> {
  const em = db.em.fork();
  const leased = await leaseMessages(em, { limit: BATCH, seconds: LEASE_SECONDS });
  const done: number[] = [];
  const failed: number[] = [];
  const early: { ids: number[]; ms: number }[] = [];
  await Promise.all(
    [...chains(leased)].map(async ([target, chain]) => {
      const ms = rests.left(target);
      if (ms > 0) return early.push({ ids: idsOf(chain), ms });
      rests.told(target, chain[0]!.message);
      const delivered = await deliverChain(chain, context, log);
      done.push(...idsOf(chain.slice(0, delivered)));
      return failed.push(...idsOf(chain.slice(delivered)));
    }),
  );
  await deleteMessages(em, done);
  await returnMessages(em, failed, RETRY_SECONDS);
  for (const { ids, ms } of early) {
    await returnMessages(em, ids, ms / 1000);
    bell.ringIn(Math.ceil(ms) + 1);
  }
  return leased.length;
}

const idsOf = (messages: LeasedMessage[]): number[] => messages.map(({ id }) => id);

/** Answers how many of the chain's messages were delivered before one failed. */
async function deliverChain(chain: LeasedMessage[], context: DeliveryContext, log: Logger): Promise<number> {
  let told = 0;
  for (const { messages, message } of mergeChildChanges(chain)) {
    try {
      await deliver(context, message);
      told += messages;
      if (isWake(message)) return chain.length;
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
function chains(messages: LeasedMessage[]): Map<string, LeasedMessage[]> {
  return Map.groupBy(messages, ({ message }) => targetOf(message));
}

function targetOf(message: OutboxMessage): string {
  if (message.kind === 'wakeQueue') return `queue ${message.queue}`;
  if (message.kind === 'wakeScaler') return `scaler ${message.scaler}`;
  if (message.kind === 'settleSteps') return `steps ${message.task}`;
  if (isForController(message)) return `controller ${controllerOf(message)}`;
  return `task ${message.run.taskId}-${message.run.attempt}`;
}
