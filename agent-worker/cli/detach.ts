import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentOptions } from '../options/agent-options.ts';
import { openDaemonRegistry } from './daemon-registry.ts';

/** The shell gets its prompt back by then, counted from the start of this process, registered or not. */
const PATIENCE_SECONDS = 2.5;

/** Starts the same command in the background, in a session of its own, and says where to find it. */
export async function startDetached(options: AgentOptions): Promise<void> {
  const logs = join(options.stateDir, 'logs');
  mkdirSync(logs, { recursive: true, mode: 0o700 });
  const logFile = join(logs, `agent-${new Date().toISOString().replace(/[:.]/g, '-')}-${randomBytes(3).toString('hex')}.log`);
  const log = openSync(logFile, 'a', 0o600);
  const args = process.argv.slice(1).filter((argument) => argument !== '-d' && argument !== '--detached');
  const child = spawn(process.execPath, [...process.execArgv, ...args, '--foreground'], {
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, PERDURA_AGENT_LOG: logFile },
  });
  closeSync(log);
  const worker = await waitForWorker(options, child.pid!, () => child.exitCode !== null);
  if (child.exitCode !== null) throw new Error(`the agent ended at once:\n${readFileSync(logFile, 'utf8').trim()}`);
  child.unref();
  const name = worker ?? (options.worker.kind === 'exact' ? options.worker.id : `${options.worker.prefix}:…, not yet registered`);
  process.stdout.write(`started agent ${name} as process ${child.pid}\nlog: ${logFile}\n`);
}

async function waitForWorker({ stateDir }: AgentOptions, pid: number, hasEnded: () => boolean): Promise<string | undefined> {
  const registry = openDaemonRegistry(stateDir);
  for (; process.uptime() < PATIENCE_SECONDS && !hasEnded(); await sleep(50)) {
    const worker = registry.list().find(({ process }) => process.pid === pid)?.worker;
    if (worker) return worker;
  }
  return undefined;
}
