import type { HttpClient } from '../sdk/http-client.ts';

/** Lines that a callback writes, on their way to the console of a task. */
export interface Console {
  write(text: string): void;
  /** Resolves when all lines are stored, or cannot be. */
  close(): Promise<void>;
}

const FLUSH_MS = 500;

export interface ConsoleInput {
  client: HttpClient;
  task: string;
  worker: string;
  /** Told why lines were lost. */
  onLoss(error: Error): void;
}

export function openConsole({ client, task, worker, onLoss }: ConsoleInput): Console {
  let lines: string[] = [];
  let sending = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const msg = lines.join('\n');
    lines = [];
    if (msg === '') return sending;
    const event = { type: 'log', task, timestamp: Date.now(), level: 'info', worker, msg };
    sending = sending.then(async () => void (await client.call('events.add', event))).catch(onLoss);
    return sending;
  }

  return {
    write(text) {
      lines.push(text);
      timer ??= setTimeout(flush, FLUSH_MS);
    },
    close: flush,
  };
}
