import type { HttpClient } from '../../sdk/http-client.ts';
import type { SweepDefinition } from '../../sdk/sweeps/define-sweep.ts';
import { submitSweep } from '../../sdk/sweeps/runs.ts';
import { connect, type ServerOptions } from '../connect.ts';
import { endCode } from '../definitions/end-code.ts';
import { INTERRUPTED, untilStopped } from '../definitions/until-stopped.ts';
import { print, printJson, say } from '../output.ts';
import { followSweep } from './follow.ts';
import { loadSweep } from './load-sweep.ts';
import { sweepPage } from './page.ts';

export interface RunOptions extends ServerOptions {
  follow: boolean;
  draft?: boolean;
}

/** Starts a sweep, serves its strategy if that is its own, and follows it to its end. */
export async function runSweep(file: string, options: RunOptions): Promise<void> {
  const definition = await loadSweep(file);
  const client = await connect(options);
  if (!options.follow || options.draft) return start(client, file, definition, options);
  process.exitCode = await untilStopped('the sweep goes on without us; stopping', async (signal) => {
    const leaving = new AbortController();
    const worker = definition.ask ? await serve(client, definition, AbortSignal.any([signal, leaving.signal])) : undefined;
    try {
      const sweep = await submit(client, definition, options);
      return await followToEnd({ client, sweep, file, definition, signal, json: options.json });
    } finally {
      leaving.abort();
      await worker?.ended;
    }
  });
}

async function start(client: HttpClient, file: string, definition: SweepDefinition, options: RunOptions): Promise<void> {
  const sweep = await submit(client, definition, options);
  if (definition.ask) say(`its strategy waits for: perdura sweep worker ${file}`);
  if (options.json) printJson({ sweep });
  else print(sweep);
}

async function submit(client: HttpClient, definition: SweepDefinition, { draft }: RunOptions): Promise<string> {
  const { sweep, warnings } = await submitSweep(client, definition, {
    ...(draft && { draft }),
    idempotencyKey: crypto.randomUUID(),
  });
  for (const warning of warnings) say(`warning: ${warning}`);
  say(`sweep ${sweep}: ${await sweepPage(client, sweep)}`);
  return sweep;
}

async function serve(client: HttpClient, definition: SweepDefinition, signal: AbortSignal) {
  const { prepareRuntime } = await import('../definitions/runtime.ts');
  const { serveSweep } = await import('../../definition-worker/serve-sweep.ts');
  prepareRuntime();
  const worker = await serveSweep({ client, definition, say, signal });
  await Promise.race([worker.serving, worker.ended]);
  return worker;
}

interface FollowToEnd {
  client: HttpClient;
  sweep: string;
  file: string;
  definition: SweepDefinition;
  signal: AbortSignal;
  json: boolean | undefined;
}

async function followToEnd({ client, sweep, file, definition, signal, json }: FollowToEnd): Promise<number> {
  const view = await followSweep({ client, sweep, signal, tell: json ? say : print });
  if (!view) {
    say(
      `the sweep goes on: perdura sweep show ${sweep}${definition.ask ? `; its strategy waits for: perdura sweep worker ${file}` : ''}`,
    );
    return INTERRUPTED;
  }
  if (json) printJson(view);
  else print(`${view.status}${view.statusReason ? `: ${view.statusReason}` : ''}`);
  return endCode(view.status);
}
