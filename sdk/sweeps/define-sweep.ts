import type { Objective, ParameterSpace, SearchSpace, SweepLimits, SweepSpec } from '../../workflows/contracts/sweep.ts';
import { checkSpec } from '../../workflows/domain/sweeps/check-spec.ts';
import { DEFINITION } from '../definition-mark.ts';
import { type Duration, toMilliseconds } from '../duration.ts';
import { random, type Strategy } from './strategies.ts';
import type { Ask } from './study.ts';

/** The task whose copies are the trials: one that the server has, or one that is made from code when the sweep starts. */
export type SweepBase =
  | string
  | { project: string; name: string }
  | {
      code: string;
      /** Name of the file; default `trial.py`. */
      entryPoint?: string;
      /** As in a requirements file. */
      packages?: readonly string[];
      /** Default `python3`. */
      binary?: string;
    };

type Space<Names extends string> = {
  readonly [K in Names]: ParameterSpace & { onlyWhen?: { parameter: NoInfer<Names>; in: unknown[] } };
};

export interface SweepOptions<Names extends string> {
  name: string;
  project: string;
  description?: string;
  base: SweepBase;
  /** By section and name of the parameter: `{ 'Args/lr': logUniform({ min: 1e-4, max: 1 }) }`. */
  space: Space<Names>;
  /** Several are weighed against each other: the result is a front. */
  objective: Objective | readonly Objective[];
  /** Default `random()`. */
  strategy?: Strategy;
  /** Queue of the trials; default `default`. */
  queue?: string;
  limits?: {
    /** Trials started in all. */
    maxTrials?: number;
    /** Trials that wait or run at a time; default 2. */
    maxConcurrent?: number;
    /** Iterations that a trial may report. */
    maxIterations?: number;
    /** No pruning before. */
    minIterations?: number;
    /** Of one trial's run. */
    trialTime?: Duration;
    /** Of all trials' runs together. */
    computeTime?: Duration;
    wallClock?: Duration;
  };
  /** Trials that are kept in view at the end; the others are archived. */
  keepTop?: number;
  /** Project of the trials; default `<project>/<name>`. */
  trialProject?: string;
  /** `{name}`, `{number}` and `{parameters}` are filled in. */
  trialName?: string;
  tags?: readonly string[];
}

/** A sweep: what is sent to the server, and what stays here. */
export interface SweepDefinition {
  readonly [DEFINITION]: 'sweep';
  readonly spec: Omit<SweepSpec, 'baseTask'>;
  readonly base: SweepBase;
  /** The strategy of one's own, if it has one. */
  readonly ask: Ask | null;
}

export const isSweepDefinition = (value: unknown): value is SweepDefinition =>
  typeof value === 'object' && value !== null && (value as Partial<SweepDefinition>)[DEFINITION] === 'sweep';

/** Defines a sweep. Nothing runs yet. Throws TypeError, naming the field, for a definition that cannot run. */
export function defineSweep<const Names extends string>(options: SweepOptions<Names>): SweepDefinition {
  const { ask = null, ...strategy } = options.strategy ?? random();
  const spec: SweepDefinition['spec'] = {
    name: options.name,
    project: options.project,
    description: options.description ?? '',
    space: options.space as SearchSpace,
    objectives: [options.objective].flat() as Objective[],
    strategy,
    queue: options.queue ?? 'default',
    limits: compileLimits(options.limits ?? {}),
    keepTop: options.keepTop ?? null,
    trialProject: options.trialProject ?? null,
    trialName: options.trialName ?? '{name} #{number}: {parameters}',
    tags: [...(options.tags ?? [])],
  };
  const faults = checkSpec({ ...spec, baseTask: '' });
  if (faults.length > 0) throw new TypeError(faults.map(({ field, message }) => `${field}: ${message}`).join('; '));
  return { [DEFINITION]: 'sweep', spec, base: options.base, ask };
}

function compileLimits(limits: NonNullable<SweepOptions<string>['limits']>): SweepLimits {
  const time = (name: 'trialTime' | 'computeTime' | 'wallClock') => {
    const value = limits[name];
    return value === undefined ? null : toMilliseconds(value, `limits.${name}`);
  };
  return {
    maxTrials: limits.maxTrials ?? null,
    maxConcurrent: limits.maxConcurrent ?? 2,
    maxIterations: limits.maxIterations ?? null,
    minIterations: limits.minIterations ?? 0,
    trialTimeMs: time('trialTime'),
    computeTimeMs: time('computeTime'),
    wallClockMs: time('wallClock'),
  };
}
