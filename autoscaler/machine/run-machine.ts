import type { JoinResponse, MachineReport } from '../../workflows/contracts/machine-api.ts';
import { joinServer } from './join-server.ts';
import { type Life, startLife } from './life.ts';
import { createMachineServer, type MachineServer } from './machine-server.ts';
import { type MachineFlags, type MachineOptions, readMachineOptions } from './options.ts';
import { powerOff } from './power-off.ts';
import { runScript } from './run-script.ts';
import { say } from './say.ts';
import { untilUnwanted } from './watch-standing.ts';
import { watchTheCloud } from './watch-the-cloud.ts';

/** For a report that the machine's life does not depend on. */
const REPORT_MS = 5_000;

/**
 * `machine run`: what a machine of an autoscaler does from its first start to its end. It joins with the token that it was
 * launched with, prepares itself, and serves its queue as an agent until it is told to end, is taken back by its cloud, or is
 * forgotten by everybody.
 */
export async function runMachine(flags: MachineFlags): Promise<void> {
  const options = await readMachineOptions(flags, process.env);
  const life = startLife();
  try {
    const joined = await joinServer({ ...options, signal: life.stop });
    say(`joined as machine ${joined.machine}, worker ${joined.worker}`);
    await live({ options, joined, life, server: createMachineServer(joined) });
  } catch (error) {
    // What was interrupted by the end is no failure of its own.
    if (!life.stop.aborted) throw error;
  } finally {
    life.release();
    if (options.powerOff) await powerOff();
  }
}

interface LiveInput {
  options: MachineOptions;
  joined: JoinResponse;
  life: Life;
  server: MachineServer;
}

async function live(input: LiveInput): Promise<void> {
  const { options, joined, life, server } = input;
  const over = new AbortController();
  let running = () => 0;
  const unwanted = untilUnwanted({
    ask: server.standing,
    running: () => running(),
    maxIdleMs: (options.maxIdleSeconds ?? joined.maxIdleSeconds) * 1000,
    signal: over.signal,
  }).then((why) => life.end(why, 'requeue'), ignore);
  const cloud = watchTheCloud({ cloud: options.cloud, metadataUrl: options.metadataUrl, server, life, signal: over.signal });
  try {
    const env = await prepare(input);
    await serve(input, env, (count) => {
      running = count;
    });
  } finally {
    await tell(server, { step: 'powerOff', ok: true, log: life.why() });
    over.abort();
    await Promise.all([unwanted, cloud]);
  }
}

/** Runs the script of the scaler's owner. A machine that is not as it should be takes no work. */
async function prepare({ options, joined, life, server }: LiveInput): Promise<NodeJS.ProcessEnv> {
  if (joined.script === '') return process.env;
  say('running the set-up script');
  const print = (text: string) => void process.stdout.write(text);
  const { ok, log, env } = await runScript({
    ...{ script: joined.script, stateDir: options.stateDir, env: process.env, print },
    signal: life.stop,
  });
  await tell(server, { step: 'script', ok, log });
  if (!ok) throw new Error('the set-up script failed; the machine takes no work');
  return env;
}

async function serve(
  { options, joined, life, server }: LiveInput,
  env: NodeJS.ProcessEnv,
  onRunning: (count: () => number) => void,
): Promise<void> {
  try {
    // With all that an agent needs, which a machine does without until it has joined.
    const { serveQueues } = await import('./serve-queues.ts');
    await serveQueues({
      ...{ joined, env, stateDir: options.stateDir, stop: life.stop, hurry: life.hurry },
      onReady(agent) {
        onRunning(agent.running);
        void tell(server, { step: 'agent', ok: true, log: '' });
      },
    });
  } catch (error) {
    if (!life.stop.aborted) await tell(server, { step: 'agent', ok: false, log: (error as Error).message });
    throw error;
  }
}

const tell = (server: MachineServer, report: MachineReport): Promise<void> =>
  server
    .report(report, AbortSignal.timeout(REPORT_MS))
    .catch((error: Error) => say(`could not report the step ${report.step}: ${error.message}`));

const ignore = (): void => undefined;
