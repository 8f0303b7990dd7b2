import type { HttpClient } from '../../sdk/http-client.ts';
import { readSweep, readTrials } from '../../sdk/sweeps/runs.ts';
import type { SweepView, TrialView } from '../../workflows/contracts/sweep-api.ts';
import { everyChange } from '../definitions/every-change.ts';
import { isOpen } from '../definitions/open-status.ts';
import { parametersOf } from './show.ts';

export interface FollowInput {
  client: HttpClient;
  sweep: string;
  signal: AbortSignal;
  /** Prints a line about something that changed. */
  tell(line: string): void;
}

/** Tells of each trial's start and end, and of each better value, until the sweep has ended or `signal` is aborted: then gives undefined. */
export async function followSweep({ client, sweep, signal, tell }: FollowInput): Promise<SweepView | undefined> {
  const seen: Seen = { trials: new Map(), best: null, activity: null };
  for await (const _ of everyChange({ client, topic: `sweep:${sweep}`, signal })) {
    const view = await readSweep(client, sweep);
    for (const line of news(view, await readTrials(client, sweep), seen))
      tell(`${new Date().toTimeString().slice(0, 8)}  ${line}`);
    if (!isOpen(view.status)) return view;
  }
  return undefined;
}

interface Seen {
  trials: Map<number, string>;
  best: number | null;
  activity: string | null;
}

function* news(view: SweepView, trials: TrialView[], seen: Seen): Generator<string> {
  for (const trial of trials) {
    if (seen.trials.get(trial.number) === trial.state) continue;
    seen.trials.set(trial.number, trial.state);
    yield describe(trial);
  }
  if (view.best && view.best.value !== seen.best) yield `best so far: ${view.best.value}, trial ${view.best.trial}`;
  seen.best = view.best?.value ?? null;
  if (view.activity && view.activity !== seen.activity) yield view.activity;
  seen.activity = view.activity;
}

function describe({ number, state, values, parameters, reason }: TrialView): string {
  const known = values.some((value) => value !== null) ? ` ${values.map((value) => value ?? '-').join(', ')}` : '';
  return `trial ${String(number).padEnd(4)} ${state}${known}${state === 'queued' ? `  ${parametersOf(parameters)}` : ''}${reason ? `: ${reason}` : ''}`;
}
