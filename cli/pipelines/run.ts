import { resolve } from 'node:path';
import type { HttpClient } from '../../sdk/http-client.ts';
import { needsWorker, type PipelineDefinition } from '../../sdk/pipelines/definition.ts';
import type { Parameters } from '../../sdk/pipelines/parameters.ts';
import { type SubmitOptions, submitPipeline } from '../../sdk/pipelines/runs.ts';
import { connect, type ServerOptions } from '../connect.ts';
import { endCode } from '../definitions/end-code.ts';
import { INTERRUPTED, untilStopped } from '../definitions/until-stopped.ts';
import { print, printJson, say } from '../output.ts';
import { followRun } from './follow.ts';
import { loadPipeline } from './load-pipeline.ts';
import { parseParameters } from './parameters.ts';
import { runPage } from './requests.ts';

export interface StartOptions extends ServerOptions {
  parameter?: Record<string, string>;
  ignoreCache?: boolean;
  draft?: boolean;
}

/** Submits a run and leaves. */
export async function startPipeline(file: string, options: StartOptions): Promise<void> {
  const definition = await loadPipeline(file);
  const request = requestOf(definition, file, options);
  const client = await connect(options);
  const run = await submit(client, definition, request);
  if (needsWorker(definition)) say(`its callbacks and functions wait for: perdura pipeline worker ${file}`);
  if (options.json) printJson({ run });
  else print(run);
}

/** Submits a run, serves its callbacks and follows it to its end; the exit code says how it ended. */
export async function runPipeline(file: string, options: StartOptions & { follow: boolean }): Promise<void> {
  if (!options.follow) return startPipeline(file, options);
  const definition = await loadPipeline(file);
  const request = requestOf(definition, file, options);
  const client = await connect(options);
  process.exitCode = await untilStopped('the run goes on without us; stopping', async (signal) => {
    const leaving = new AbortController();
    const worker = needsWorker(definition)
      ? await serve(client, definition, AbortSignal.any([signal, leaving.signal]))
      : undefined;
    try {
      const run = await submit(client, definition, request);
      return await followToEnd({ client, run, file, hooks: worker !== undefined, signal, json: options.json });
    } finally {
      leaving.abort();
      await worker?.ended;
    }
  });
}

/** What is wrong with the options is said before anything is asked of a server. */
const requestOf = ({ spec }: PipelineDefinition, file: string, options: StartOptions): SubmitOptions<Parameters> => ({
  parameters: parseParameters(spec.parameters, options.parameter),
  ...(options.ignoreCache && { ignoreCache: true }),
  ...(options.draft && { draft: true }),
  idempotencyKey: crypto.randomUUID(),
  file: resolve(file),
});

async function submit(client: HttpClient, definition: PipelineDefinition, request: SubmitOptions<Parameters>): Promise<string> {
  const { run, warnings } = await submitPipeline(client, definition, request);
  for (const warning of warnings) say(`warning: ${warning}`);
  say(`run ${run}: ${await runPage(client, run)}`);
  return run;
}

async function serve(client: HttpClient, definition: PipelineDefinition, signal: AbortSignal) {
  const { prepareRuntime } = await import('../definitions/runtime.ts');
  const { servePipeline } = await import('../../definition-worker/serve-pipeline.ts');
  prepareRuntime();
  const worker = await servePipeline({ client, definition, say, signal });
  await Promise.race([worker.serving, worker.ended]);
  return worker;
}

interface FollowToEnd {
  client: HttpClient;
  run: string;
  file: string;
  /** Whether the run needs a worker. */
  hooks: boolean;
  signal: AbortSignal;
  json: boolean | undefined;
}

async function followToEnd({ client, run, file, hooks, signal, json }: FollowToEnd): Promise<number> {
  const view = await followRun({ client, run, signal, tell: json ? say : print });
  if (!view) {
    say(
      `the run goes on: perdura pipeline show ${run}${hooks ? `; its callbacks wait for: perdura pipeline worker ${file}` : ''}`,
    );
    return INTERRUPTED;
  }
  if (json) printJson(view);
  else print(`${view.status}${view.statusReason ? `: ${view.statusReason}` : ''}`);
  return endCode(view.status);
}
