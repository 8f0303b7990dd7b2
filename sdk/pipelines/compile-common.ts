import type { StepBase, StepHook } from '../../workflows/contracts/pipeline.ts';
import { STEP_HOOKS } from '../../workflows/contracts/pipeline.ts';
import { type Duration, toMilliseconds } from '../duration.ts';
import { codeOf } from './code-of.ts';
import type { Conditional } from './conditions.ts';
import type { StepCallbacks } from './definition.ts';
import type { StepHandle } from './handles.ts';
import type { StepDefaults, WorkOptions } from './options.ts';
import type { Parameters } from './parameters.ts';
import { isReference, toPlain } from './reference.ts';

/** Options of any kind of step, as they arrive without their types. */
export type AnyOptions = WorkOptions<Parameters, readonly StepHandle[], never> & {
  map?: unknown;
  when?: Conditional<string> | (() => unknown);
  repeat?: { until?: Conditional<string> | (() => unknown); atMost: number };
};

/** Attempts within which `retry` decides when nobody says how many. */
const RETRIES_BESIDE_FUNCTION = 10;

/** The part that all steps have in common: plain data, and the functions that stay here. */
export function compileCommon(
  name: string,
  options: AnyOptions,
  defaults: StepDefaults,
): { base: StepBase; callbacks: StepCallbacks } {
  const callbacks = collectCallbacks(options);
  const timeLimit = options.timeLimit ?? defaults.timeLimit;
  const flag = (key: FlagName) => options[key] ?? defaults[key] ?? false;
  const base: StepBase = {
    name,
    parents: (options.parents ?? []).map((parent) => parent.name),
    hooks: STEP_HOOKS.filter((hook) => callbacks[hook]),
    code: codeOf(callbacks),
    callbacksOf: typeof options.callbacksOf === 'object' ? options.callbacksOf.name : (options.callbacksOf ?? null),
    when: plainCondition(options.when),
    map: compileMap(name, options.map),
    repeat: compileRepeat(name, options.repeat),
    retries: options.retries ?? (callbacks.retry ? RETRIES_BESIDE_FUNCTION : (defaults.retries ?? 0)),
    timeLimitMs: timeLimit === undefined ? null : toMilliseconds(timeLimit as Duration, `step "${name}": timeLimit`),
    timeLimitIncludesQueue: flag('timeLimitIncludesQueue'),
    continueOnFail: flag('continueOnFail'),
    continueOnAbort: flag('continueOnAbort'),
    skipChildrenOnFail: flag('skipChildrenOnFail'),
    skipChildrenOnAbort: flag('skipChildrenOnAbort'),
    stage: options.stage ?? null,
  };
  return { base, callbacks };
}

type FlagName = 'timeLimitIncludesQueue' | 'continueOnFail' | 'continueOnAbort' | 'skipChildrenOnFail' | 'skipChildrenOnAbort';

function collectCallbacks(options: AnyOptions): StepCallbacks {
  const { over } = mapOf(options.map);
  const found: Record<StepHook, unknown> = {
    when: options.when,
    items: over,
    preExecute: options.preExecute,
    onStatusChange: options.onStatusChange,
    postExecute: options.postExecute,
    until: options.repeat?.until,
    retry: options.retry,
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => typeof value === 'function')) as StepCallbacks;
}

const plainCondition = (condition: Conditional<string> | (() => unknown) | undefined) =>
  condition === undefined || typeof condition === 'function' ? null : condition.condition;

function compileMap(name: string, map: unknown): StepBase['map'] {
  if (map === undefined) return null;
  const { over, maxParallel } = mapOf(map);
  return { over: typeof over === 'function' ? null : toPlain(over, `step "${name}": map`), maxParallel: maxParallel ?? null };
}

/** The short form is the list itself. */
function mapOf(map: unknown): { over?: unknown; maxParallel?: number } {
  if (map === undefined) return {};
  return Array.isArray(map) || isReference(map) || typeof map === 'function'
    ? { over: map }
    : (map as { over: unknown; maxParallel?: number });
}

function compileRepeat(name: string, repeat: AnyOptions['repeat']): StepBase['repeat'] {
  if (!repeat) return null;
  const until = plainCondition(repeat.until);
  return { until: until && JSON.parse(JSON.stringify(until).replaceAll('${self.', `\${${name}.`)), atMost: repeat.atMost };
}
