import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentOptions } from '../options/agent-options.ts';
import { isAlive } from '../runs/process-table.ts';
import type { DaemonCommandOptions } from './daemon-options.ts';
import { type Daemon, type DaemonRegistry, openDaemonRegistry } from './daemon-registry.ts';
import { matchDaemons, wantedBy } from './match-daemons.ts';

const STOP_MS = 90_000;

/** `agent daemon --stop`: stops the agent that was started with the same options. */
export async function stopDaemons({ command, options }: { command: DaemonCommandOptions; options: AgentOptions }): Promise<void> {
  const registry = openDaemonRegistry(options.stateDir);
  const workers = Array.isArray(command.stop) ? command.stop : [];
  const daemons = matchDaemons(registry.list(), wantedBy(command, options), workers);
  await Promise.all(daemons.map((daemon) => stopDaemon(registry, daemon, command)));
}

async function stopDaemon(registry: DaemonRegistry, daemon: Daemon, { onStop = 'requeue' }: DaemonCommandOptions): Promise<void> {
  const { pid } = daemon.process;
  const name = `agent ${daemon.worker ?? `of process ${pid}`}`;
  registry.requestStop(daemon, onStop);
  process.kill(pid, 'SIGTERM');
  if (onStop === 'drain') {
    process.stdout.write(`${name} takes no more tasks and ends when its runs have ended\n`);
    return;
  }
  for (const deadline = Date.now() + STOP_MS; isAlive(daemon.process); await sleep(100))
    if (Date.now() > deadline)
      throw new Error(`${name} (process ${pid}) does not end; its log is ${daemon.logFile ?? 'on its terminal'}`);
  process.stdout.write(`${name} is stopped\n`);
}
