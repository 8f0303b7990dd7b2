import type { TrialState } from './spec.ts';

/** What was decided about a running trial before its process was told to stop. */
export type Verdict = 'pruned' | 'iterations' | 'time' | 'ended';

export interface TrialFacts {
  /** Status of its task; null when that was deleted. */
  status: string | null;
  /** `status_reason` of the task. */
  statusReason: string;
  verdict: Verdict | null;
  verdictReason: string | null;
  /** One for each objective. */
  values: readonly (number | null)[];
}

export interface TrialStanding {
  state: TrialState;
  reason: string | null;
}

/** Where a trial stands, by what its task says. A trial that failed or said nothing is a result like any other. */
export function trialStanding(facts: TrialFacts): TrialStanding {
  switch (facts.status) {
    case 'queued':
      return { state: 'queued', reason: null };
    case 'in_progress':
      return { state: 'running', reason: facts.verdictReason };
    case 'failed':
      return { state: 'failed', reason: facts.statusReason || null };
    case 'stopped':
      return stopped(facts);
    case 'created':
      return { state: 'aborted', reason: 'taken out of its queue' };
    case null:
      return { state: 'aborted', reason: 'its task was deleted' };
    default:
      return measured(facts, null);
  }
}

export const isOpen = (state: TrialState): boolean => state === 'queued' || state === 'running';

/** Whether the trial's values count when trials are compared at the end. */
export const isRanked = (state: TrialState): boolean => state === 'completed';

function stopped(facts: TrialFacts): TrialStanding {
  if (facts.verdict === 'pruned') return { state: 'pruned', reason: facts.verdictReason };
  if (facts.verdict === 'iterations' || facts.verdict === 'time') return measured(facts, facts.verdictReason);
  return { state: 'aborted', reason: facts.verdictReason ?? (facts.statusReason || null) };
}

/** It had its time: what it reported is its result. */
function measured({ values }: TrialFacts, reason: string | null): TrialStanding {
  if (values.some((value) => value === null)) return { state: 'silent', reason: reason ?? 'did not report its objective' };
  if (!values.every((value) => Number.isFinite(value)))
    return { state: 'invalid', reason: `reported ${values.find((value) => !Number.isFinite(value))}` };
  return { state: 'completed', reason };
}
