import { join } from 'node:path';
import { SearchAttribute } from '../../workflows/contracts/names.ts';
import type { DataFolder } from '../data-folder.ts';
import type { Ports } from '../options.ts';
import { whenLogSays } from '../readiness.ts';
import type { ServiceSpec } from '../service.ts';

export interface TemporalOptions {
  folder: DataFolder;
  program: string;
  ports: Ports;
  env: NodeJS.ProcessEnv;
}

/** Temporal's development server on a file, with its web page, as a service. */
export function temporalService({ folder, program, ports, env }: TemporalOptions): ServiceSpec {
  return {
    name: 'temporal',
    command: program,
    args: [
      ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(ports.temporal), '--ui-port', String(ports.temporalWeb)],
      ...['--db-filename', join(folder.temporal, 'temporal.db'), '--log-level', 'warn'],
      ...SQLITE_PRAGMAS.flatMap((pragma) => ['--sqlite-pragma', pragma]),
      ...DYNAMIC_CONFIG.flatMap((value) => ['--dynamic-config-value', value]),
      ...Object.values(SearchAttribute).flatMap((name) => ['--search-attribute', `${name}=Keyword`]),
    ],
    cwd: folder.temporal,
    env,
    logFile: join(folder.logs, 'temporal.log'),
    // The line with the address, printed once it serves.
    ready: whenLogSays('Server: '),
    readyMs: 60_000,
    // After a kill its port may be busy for a moment.
    startAttempts: 3,
    stopGraceMs: 15_000,
  };
}

const SQLITE_PRAGMAS = ['journal_mode=wal', 'synchronous=1'];

/**
 * By default a step from workflow to activity takes 50 ms, since queues are polled at most 20 times a second, and a timer
 * may fire a second late; so they take 10 ms. Every task queue here is small and has few pollers, which would miss each other
 * among the usual four partitions. A workflow goes on as a new run after so many events (by default 4,096) that its history is replayed well
 * within the ten seconds that a workflow task may take, also on a machine that is busy: a replay that takes longer begins again.
 */
export const DYNAMIC_CONFIG = [
  'history.transferProcessorMaxPollRPS=2000',
  'history.timerProcessorMaxPollRPS=2000',
  'history.timerProcessorMaxTimeShift="10ms"',
  'matching.numTaskqueueReadPartitions=1',
  'matching.numTaskqueueWritePartitions=1',
  'limit.historyCount.suggestContinueAsNew=1000',
];
