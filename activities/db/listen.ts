import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Logger } from 'pino';

export interface ListenInput {
  databaseUrl: string;
  channel: string;
  log: Logger;
  onMessage(payload: string): void;
  /** The connection is back after a time in which messages were lost. */
  onGap(): void;
  signal: AbortSignal;
}

const RETRY_MS = 500;

/** Hears a Postgres channel over a connection of its own until aborted. Resolves when it hears for the first time. */
export async function listen(input: ListenInput): Promise<void> {
  let client = await connect(input);
  void (async () => {
    for (;;) {
      await ended(client, input.signal);
      if (input.signal.aborted) return client.end().catch(() => {});
      input.log.warn({ channel: input.channel }, 'the connection to Postgres that hears notifications broke');
      const next = await reconnect(input);
      if (!next) return;
      client = next;
      input.onGap();
    }
  })();
}

async function connect({ databaseUrl, channel, onMessage }: ListenInput): Promise<Client> {
  const client = new Client({ connectionString: databaseUrl, keepAlive: true });
  // Without a listener an error of an idle connection would end the process; `end` follows it.
  client.on('error', () => {});
  client.on('notification', ({ payload = '' }) => onMessage(payload));
  await client.connect();
  await client.query(`listen ${client.escapeIdentifier(channel)}`);
  return client;
}

/** Answers nothing when it was aborted before Postgres came back. */
async function reconnect(input: ListenInput): Promise<Client | undefined> {
  while (!input.signal.aborted) {
    try {
      return await connect(input);
    } catch {
      await sleep(RETRY_MS, undefined, { signal: input.signal, ref: false }).catch(() => {});
    }
  }
  return undefined;
}

function ended(client: Client, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    client.once('end', () => resolve());
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
