import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { Logger } from 'pino';
import { createSecretMask } from '../console/secret-mask.ts';
import { type AgentControl, runAgent } from '../main.ts';
import type { AgentOptions } from '../options/agent-options.ts';
import { createAgentLog } from './agent-log.ts';
import type { DaemonCommandOptions } from './daemon-options.ts';
import { openDaemonRegistry } from './daemon-registry.ts';
import { wantedBy } from './match-daemons.ts';

/** Signals that come together are one: a terminal sends them to every process of the group. */
const SAME_MS = 1_000;

/** An agent has activities only. */
const EXPECTED = /^No workflows registered/;

export interface ForegroundInput extends Pick<AgentControl, 'onReady'> {
  command: DaemonCommandOptions;
  options: AgentOptions;
  /** Stops the agent as a signal does; as the reason says, when it is one of `ON_STOP`. */
  stop?: AbortSignal;
  /** Ends the wait for runs as a second signal does. */
  hurry?: AbortSignal;
}

/** Runs an agent in this process until it is stopped, by a signal or whoever runs it. */
export async function runForeground({ command, options, stop, hurry, onReady }: ForegroundInput): Promise<void> {
  const log = createAgentLog({ level: options.logLevel, mask: createSecretMask(options.secrets) });
  quietTemporal(log);
  const registry = openDaemonRegistry(options.stateDir);
  const logFile = process.env.PERDURA_AGENT_LOG ?? null;
  const entry = { ...wantedBy(command, options), queues: options.queues, logFile };
  registry.enter({ ...entry, worker: null });
  const signals = listenForSignals(() => registry.requestedStop());
  try {
    await runAgent(options, {
      signal: either(signals.stop, stop),
      hurry: either(signals.hurry, hurry),
      log,
      ...(options.env.PERDURA_AGENT_ECHO !== '0' && { echo: (text: string) => void process.stdout.write(text) }),
      onRegistered: (worker) => registry.enter({ ...entry, worker }),
      onReady(agent) {
        process.stdout.write(`agent ready: worker ${agent.worker}, queues ${agent.queues.join(', ')}\n`);
        onReady?.(agent);
      },
    });
  } finally {
    registry.leave();
    signals.release();
  }
}

const either = (one: AbortSignal, other: AbortSignal | undefined): AbortSignal => (other ? AbortSignal.any([one, other]) : one);

/** Temporal's runtime would end its workers by itself upon a signal, before the runs are seen to. */
function quietTemporal(log: Logger): void {
  Runtime.install({
    shutdownSignals: [],
    logger: new DefaultLogger('WARN', ({ level, message }) => {
      if (!EXPECTED.test(message)) log[level === 'ERROR' ? 'error' : 'warn'](message);
    }),
  });
}

interface StopSignals {
  stop: AbortSignal;
  hurry: AbortSignal;
  release(): void;
}

/** The first signal stops the agent, the second ends its patience, the third its process. */
function listenForSignals(requested: () => string | undefined): StopSignals {
  const stages = [new AbortController(), new AbortController()];
  let last = Number.NEGATIVE_INFINITY;
  const listener = () => {
    if (performance.now() - last < SAME_MS) return;
    last = performance.now();
    const next = stages.find(({ signal }) => !signal.aborted);
    if (!next) process.exit(1);
    next.abort(requested());
  };
  const names = ['SIGINT', 'SIGTERM'] as const;
  for (const name of names) process.on(name, listener);
  return {
    stop: stages[0]!.signal,
    hurry: stages[1]!.signal,
    release() {
      for (const name of names) process.off(name, listener);
    },
  };
}
