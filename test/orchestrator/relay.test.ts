import assert from 'node:assert/strict';
import type { Client } from '@temporalio/client';
import { pino } from 'pino';
import { post } from '../../activities/db/outbox/post.ts';
import type { DeliveryContext } from '../../orchestrator/deliver.ts';
import { runRelay } from '../../orchestrator/relay.ts';
import { eventually } from '../support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

describe('the relay of the outbox', () => {
  let database: TestDatabase;
  before(async () => {
    database = await createTestDatabase();
  });
  after(() => database.release());

  /** Runs it on queues that are not there, and notes when it looked for one. */
  async function relaying(work: (looks: Record<string, number[]>) => Promise<void>): Promise<void> {
    const looks: Record<string, number[]> = {};
    const context: Partial<DeliveryContext> = {
      async describeQueue(queue) {
        looks[queue] = [...(looks[queue] ?? []), performance.now()];
        return { queueId: queue, name: queue, ticketCap: 1, scalers: [] };
      },
      client: { workflow: { signalWithStart: async () => {} } } as unknown as Client,
    };
    const abort = new AbortController();
    const { db, url: databaseUrl } = database;
    const log = pino({ level: 'silent' });
    const running = runRelay({ db, databaseUrl, context: context as DeliveryContext, log, signal: abort.signal });
    try {
      await work(looks);
    } finally {
      abort.abort();
      await running;
    }
  }

  const wake = (queue: string) => post(database.db.em.fork(), { kind: 'wakeQueue', queue });
  const delivered = () =>
    eventually('the outbox is empty', async () => (await database.db.em.fork().execute('select from outbox')).length === 0);

  it('wakes a queue at most every 50 ms, however often it is told, and then for all that came', () =>
    relaying(async (looks) => {
      for (let time = 0; time < 30; time += 1) await wake('busy');
      await wake('quiet');
      await delivered();
      const times = looks.busy!;
      assert.deepEqual(
        times.slice(1).filter((time, index) => time - times[index]! < 50),
        [],
      );
      assert.equal(looks.quiet?.length, 1);
    }));
});
