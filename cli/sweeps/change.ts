import { type Duration, toMilliseconds } from '../../sdk/duration.ts';
import type { HttpClient } from '../../sdk/http-client.ts';
import { OptionError } from '../../stack/options.ts';
import type { SweepLimits } from '../../workflows/contracts/sweep.ts';
import { connect, type ServerOptions } from '../connect.ts';
import { report } from '../output.ts';

const askOf = (client: HttpClient, sweep: string, verb: string, body: object = {}): Promise<Record<string, unknown>> =>
  client.request('POST', `/api/sweeps/${encodeURIComponent(sweep)}/${verb}`, body, { idempotent: false });

export async function pauseSweep(sweep: string, options: ServerOptions): Promise<void> {
  report(options, await askOf(await connect(options), sweep, 'pause'), `${sweep} starts no new trials; what runs goes on`);
}

export async function resumeSweep(sweep: string, options: ServerOptions): Promise<void> {
  report(options, await askOf(await connect(options), sweep, 'resume'), `${sweep} starts trials again`);
}

export async function stopSweep(sweep: string, options: ServerOptions & { message?: string }): Promise<void> {
  const answer = await askOf(await connect(options), sweep, 'stop', { ...(options.message && { reason: options.message }) });
  report(options, answer, `${sweep} is told to stop`);
}

export interface LimitOptions {
  maxTrials?: number;
  maxConcurrent?: number;
  maxIterations?: number;
  minIterations?: number;
  trialTime?: string;
  computeTime?: string;
  wallClock?: string;
  keepTop?: number;
}

/** Changes limits of a sweep that runs. */
export async function updateSweep(sweep: string, options: ServerOptions & LimitOptions): Promise<void> {
  const { keepTop } = options;
  const limits = limitsOf(options);
  if (Object.keys(limits).length === 0 && keepTop === undefined)
    throw new OptionError('nothing to change: give a limit, such as --max-trials 50');
  const change = { ...(Object.keys(limits).length > 0 && { limits }), ...(keepTop !== undefined && { keepTop }) };
  report(options, await askOf(await connect(options), sweep, 'change', change), `${sweep} goes by its new limits`);
}

function limitsOf({ maxTrials, maxConcurrent, maxIterations, minIterations, ...options }: LimitOptions): Partial<SweepLimits> {
  const time = (name: 'trialTime' | 'computeTime' | 'wallClock', option: string) =>
    options[name] === undefined ? undefined : toMilliseconds(options[name] as Duration, option);
  const limits = {
    maxTrials,
    maxConcurrent,
    maxIterations,
    minIterations,
    trialTimeMs: time('trialTime', '--trial-time'),
    computeTimeMs: time('computeTime', '--compute-time'),
    wallClockMs: time('wallClock', '--wall-clock'),
  };
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
}

/** Adds a trial by hand. Values are JSON; what is none is text. */
export async function addTrial(sweep: string, assignments: string[], options: ServerOptions): Promise<void> {
  const parameters = Object.fromEntries(assignments.map(parseAssignment));
  const answer = await askOf(await connect(options), sweep, 'trials', { parameters });
  report(options, answer, `trial ${String(answer.number)} of ${sweep}`);
}

function parseAssignment(text: string): [string, unknown] {
  const at = text.indexOf('=');
  if (at < 1) throw new OptionError(`"${text}" is no parameter; it is written Args/lr=0.1`);
  const value = text.slice(at + 1);
  try {
    return [text.slice(0, at), JSON.parse(value)];
  } catch {
    return [text.slice(0, at), value];
  }
}
