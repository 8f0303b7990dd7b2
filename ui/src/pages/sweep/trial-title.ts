import type { TrialView } from '../../../../workflows/contracts/sweep-api.ts';
import { valueText } from '../../domain/axis-scale.ts';
import { formatNumber } from '../../domain/format.ts';
import type { Goal } from '../../domain/sweep/objectives.ts';
import { TRIAL_LOOKS } from '../../domain/sweep/trial-state.ts';

const MOST_PARAMETERS = 12;

/** What a chart says of a trial under the pointer. */
export function trialTitle(trial: TrialView, goals: Goal[]): string {
  const parameters = Object.entries(trial.parameters);
  const more = parameters.length - MOST_PARAMETERS;
  return [
    `Trial ${trial.number} · ${TRIAL_LOOKS[trial.state].label}`,
    ...goals.map(({ label }, index) => `${label}: ${formatNumber(trial.values[index])}`),
    ...parameters.slice(0, MOST_PARAMETERS).map(([name, value]) => `${name} = ${valueText(value)}`),
    ...(more > 0 ? [`and ${more} more`] : []),
  ].join('\n');
}
