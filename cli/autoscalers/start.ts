import { basename } from 'node:path';
import type { HttpClient } from '../../sdk/http-client.ts';
import { OptionError } from '../../stack/options.ts';
import { connect, type ServerOptions } from '../connect.ts';
import { print, printJson, say } from '../output.ts';
import { autoscalerPage } from './page.ts';
import { readAutoscalerFile } from './read-file.ts';
import { ask, chooseAutoscaler, readAutoscaler } from './requests.ts';

export interface StartOptions extends ServerOptions {
  file?: string;
  name?: string;
}

/** Starts an autoscaler from a file, or a stopped one again. */
export async function startAutoscaler(which: string | undefined, options: StartOptions): Promise<void> {
  if (options.file === undefined) return startAgain(which, options);
  if (which !== undefined) throw new OptionError(`the name of a new autoscaler is an option: --name ${JSON.stringify(which)}`);
  const client = await connect(options);
  await submit(client, { ...options, file: options.file });
}

async function startAgain(which: string | undefined, options: StartOptions): Promise<void> {
  if (options.name !== undefined) throw new OptionError('--name is for a new autoscaler: give its configuration with --file');
  const client = await connect(options);
  const chosen = await chooseAutoscaler(client, which);
  await ask(client, chosen, 'start');
  const { id, name } = await readAutoscaler(client, chosen);
  await tell(client, { id, name, queues: [], warnings: [] }, options);
}

/** Starts the autoscaler of a file. */
export async function submit(client: HttpClient, options: StartOptions & { file: string }): Promise<void> {
  const { file, name = basename(file).replace(/\.ya?ml$/, '') } = options;
  const configuration = readAutoscalerFile(file, process.env);
  const request = { name, configuration, idempotencyKey: crypto.randomUUID() };
  const started = await client.request<Started>('POST', '/api/autoscalers', request);
  await tell(client, started, options);
}

interface Started {
  id: string;
  name: string;
  queues: string[];
  warnings: string[];
}

async function tell(client: HttpClient, started: Started, { json }: ServerOptions): Promise<void> {
  const page = await autoscalerPage(client, started.id);
  if (json) return printJson({ ...started, page });
  for (const queue of started.queues) say(`made the queue ${queue}`);
  for (const warning of started.warnings) say(`warning: ${warning}`);
  say(`autoscaler ${started.name}: ${page}`);
  print(started.id);
}
