export {
  type Objective,
  type OptunaPart,
  type ParameterSpace,
  type SearchSpace,
  type StrategySpec,
  type SweepChange,
  type SweepLimits,
  type SweepSpec,
  TRIAL_STATES,
  type TrialState,
} from '../domain/sweeps/spec.ts';

export const SWEEP_UPDATES = {
  /** `[SweepChange]` → `{ accepted: true }`; refused by its validator with the field's name. */
  change: 'change',
  /** `[{ parameters }]` → `{ number }`: a trial by hand. */
  addTrial: 'addTrial',
} as const;
