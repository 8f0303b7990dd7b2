import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { endProcess } from './end-process.ts';
import { cutLog, lastLines, logSize } from './log-file.ts';
import { identifyProcess, type ProcessIdentity, signalProcess } from './process-identity.ts';
import type { ReadinessCheck } from './readiness.ts';

export interface ServiceSpec {
  name: string;
  command: string;
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  runAs?: { uid: number; gid: number } | undefined;
  logFile: string;
  ready: ReadinessCheck;
  /** How long it may take until it is ready, in milliseconds. */
  readyMs: number;
  /** How often to try the first start. Default 1. */
  startAttempts?: number;
  /** Asks it to end in order. Default SIGTERM. */
  stopSignal?: NodeJS.Signals;
  /** Milliseconds from that signal to SIGKILL. */
  stopGraceMs: number;
  /** Ends it at once. Default SIGKILL. */
  killSignal?: NodeJS.Signals;
  /** Runs before each start. */
  prepare?: () => Promise<void>;
}

export interface ServiceEvents {
  /** A process was started; must remember it before it returns. */
  started(process: ProcessIdentity): void;
  ready(again: boolean): void;
  /** It ended unasked, and is started again after `delayMs`. */
  ended(how: string, delayMs: number): void;
}

/** A service did not become ready. The message has the end of its log. */
export class ServiceFailedError extends Error {
  override name = 'ServiceFailedError';
}

export interface Service {
  readonly spec: ServiceSpec;
  /** Starts it and keeps it running until `stop`; resolves when it is ready, rejects with ServiceFailedError. */
  start(): Promise<void>;
  /** Ends it in order and resolves when it is gone. */
  stop(): Promise<void>;
  /** Ends it at once, without waiting. */
  kill(): void;
}

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 15_000;
/** After this time without a crash, the next one counts as the first. */
const STABLE_MS = 60_000;

/** A process that is started again whenever it ends unasked. It is detached: it lives on when we are killed. */
export function createService(spec: ServiceSpec, events: ServiceEvents): Service {
  const stopping = new AbortController();
  let running: ProcessIdentity | undefined;
  let loop: Promise<void> = Promise.resolve();
  let wasReady = false;

  async function keepRunning(firstReady: () => void): Promise<void> {
    for (let failures = 1; ; failures++) {
      const begin = performance.now();
      const end = await runOnce(firstReady).catch((error: Error) => ({ how: `failed: ${error.message}`, log: '' }));
      if (stopping.signal.aborted) return;
      if (performance.now() - begin > STABLE_MS) failures = 1;
      if (!wasReady && failures >= (spec.startAttempts ?? 1)) throw new ServiceFailedError(`${spec.name} ${end.how}${end.log}`);
      const delay = Math.min(FIRST_DELAY_MS * 2 ** (failures - 1), LONGEST_DELAY_MS);
      events.ended(end.how, delay);
      await sleep(delay, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return;
    }
  }

  async function runOnce(firstReady: () => void): Promise<{ how: string; log: string }> {
    await spec.prepare?.();
    cutLog(spec.logFile);
    const logStart = logSize(spec.logFile);
    const child = launch(spec);
    const exited = exitOf(child);
    running = child.pid === undefined ? undefined : identifyProcess(child.pid);
    if (running) events.started(running);
    const how = await watch(exited, logStart, firstReady);
    return { how, log: quoteLog(lastLines(spec.logFile, logStart, 30), spec.logFile) };
  }

  /** Resolves when the process has ended, with how: by itself, or by us because it does not become ready. */
  async function watch(exited: Promise<string>, logStart: number, firstReady: () => void): Promise<string> {
    const over = new AbortController();
    void exited.then(() => over.abort());
    const timeout = AbortSignal.timeout(spec.readyMs);
    try {
      await spec.ready({ logFile: spec.logFile, logStart, signal: AbortSignal.any([over.signal, stopping.signal, timeout]) });
      if (!over.signal.aborted) becomeReady(firstReady);
      return await exited;
    } catch (error) {
      if (over.signal.aborted || stopping.signal.aborted) return exited;
      await end();
      return timeout.aborted ? `was not ready after ${spec.readyMs / 1000} s` : `failed: ${(error as Error).message}`;
    }
  }

  function becomeReady(firstReady: () => void): void {
    const again = wasReady;
    wasReady = true;
    firstReady();
    events.ready(again);
  }

  const end = async () => running && endProcess(running, { signal: spec.stopSignal ?? 'SIGTERM', graceMs: spec.stopGraceMs });

  return {
    spec,
    start() {
      return new Promise((resolve, reject) => {
        loop = keepRunning(resolve);
        loop.then(() => reject(new ServiceFailedError(`${spec.name} was stopped before it was ready`)), reject);
      });
    },
    async stop() {
      stopping.abort();
      await end();
      await loop.catch(() => {});
    },
    kill() {
      stopping.abort();
      const signal = spec.killSignal ?? 'SIGKILL';
      if (running) signalProcess(running, signal, { group: signal === 'SIGKILL' });
    },
  };
}

function launch({ command, args, cwd, env, runAs, logFile }: ServiceSpec): ChildProcess {
  const log = openSync(logFile, 'a', 0o600);
  try {
    return spawn(command, args, { cwd, env, ...runAs, detached: true, stdio: ['ignore', log, log] });
  } finally {
    closeSync(log);
  }
}

/** Resolves with how a process ended, in words. */
function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(`could not be started: ${error.message}`));
    child.once('exit', (code, signal) => resolve(signal ? `was ended by ${signal}` : `ended with exit code ${code}`));
  });
}

const quoteLog = (lines: string, logFile: string): string =>
  lines === '' ? ` (nothing in ${logFile})` : `; the end of ${logFile}:\n${lines.replace(/^/gm, '    ')}`;
