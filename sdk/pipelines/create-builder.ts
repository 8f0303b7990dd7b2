import type { StepSpec } from '../../workflows/contracts/pipeline.ts';
import { type Duration, toMilliseconds } from '../duration.ts';
import type { StepBuilder } from './builder.ts';
import { fingerprint } from './code-of.ts';
import { type AnyOptions, compileCommon } from './compile-common.ts';
import { type AnyTaskOptions, compileTask } from './compile-task.ts';
import { isPipelineDefinition, type PipelineDefinition, type StepCallbacks } from './definition.ts';
import { createHandle } from './handles.ts';
import type { StepDefaults } from './options.ts';
import type { Parameters } from './parameters.ts';
import { toPlain } from './reference.ts';

/** What a builder has been told. */
export interface Recording {
  steps: StepSpec[];
  callbacks: Record<string, StepCallbacks>;
  nested: PipelineDefinition[];
}

/** A builder that writes each step down as plain data, and keeps its functions. */
export function createBuilder<P extends Parameters>(defaults: StepDefaults): { builder: StepBuilder<P>; recording: Recording } {
  const recording: Recording = { steps: [], callbacks: {}, nested: [] };
  const add = ({ step, callbacks }: Compiled) => {
    if (step.name === 'self') throw new TypeError('step "self": the name means something else in references');
    if (recording.callbacks[step.name]) throw new TypeError(`two steps are called "${step.name}"`);
    recording.steps.push(step);
    recording.callbacks[step.name] = callbacks;
    return createHandle(step.name);
  };
  const builder: Untyped = {
    task: (name, options: AnyTaskOptions) => add(compileTask(name, options, defaults)),
    run: (name, ...rest) => add(compileFunction(name, rest, defaults)),
    pipeline(name, pipeline: Nested, options: NestedOptions = {}) {
      if (isPipelineDefinition(pipeline)) recording.nested.push(pipeline);
      return add(compileNested(name, pipeline, options, defaults));
    },
    approval: (name, options: AnyOptions & { prompt: string }) => add(compileApproval(name, options, defaults)),
    wait: (name, options: WaitOptions) => add(compileWait(name, options, defaults)),
  };
  return { builder: builder as unknown as StepBuilder<P>, recording };
}

interface Compiled {
  step: StepSpec;
  callbacks: StepCallbacks;
}
type Untyped = Record<keyof StepBuilder<Parameters>, (name: string, ...rest: never[]) => unknown>;
type Run = NonNullable<StepCallbacks['run']>;
type FunctionOptions = AnyOptions & { arguments?: object; cache?: boolean };
type Nested = PipelineDefinition | { project: string; name: string; version?: string };
type NestedOptions = AnyOptions & { parameters?: object };
type WaitOptions = AnyOptions & { signal?: string; time?: Duration; date?: Date | string };

const values = (name: string, what: string, given: object = {}) =>
  toPlain(given, `step "${name}": ${what}`) as Record<string, unknown>;

function compileFunction(name: string, rest: unknown[], defaults: StepDefaults): Compiled {
  const [options, run] = (typeof rest[0] === 'function' ? [{}, rest[0]] : rest) as [FunctionOptions, Run | undefined];
  const { base, callbacks } = compileCommon(name, options, defaults);
  const step = {
    kind: 'function' as const,
    ...base,
    ...(run && { code: { ...base.code, run: fingerprint(run) } }),
    arguments: values(name, 'arguments', options.arguments),
    cache: options.cache ?? defaults.cache ?? false,
  };
  return { step, callbacks: { ...callbacks, ...(run && { run }) } };
}

function compileNested(name: string, nested: Nested, options: NestedOptions, defaults: StepDefaults): Compiled {
  const { base, callbacks } = compileCommon(name, options, defaults);
  const pipeline = isPipelineDefinition(nested)
    ? { spec: nested.spec }
    : { project: nested.project, name: nested.name, version: nested.version ?? null };
  return { step: { kind: 'pipeline', ...base, pipeline, parameters: values(name, 'parameters', options.parameters) }, callbacks };
}

/** Waiting is no work: retries and time limits of the defaults are not meant for it. */
const withoutWork = ({ timeLimit: _, retries: __, ...defaults }: StepDefaults): StepDefaults => defaults;

function compileApproval(name: string, options: AnyOptions & { prompt: string }, defaults: StepDefaults): Compiled {
  const { base, callbacks } = compileCommon(name, options, withoutWork(defaults));
  return { step: { kind: 'approval', ...base, prompt: options.prompt }, callbacks };
}

function compileWait(name: string, options: WaitOptions, defaults: StepDefaults): Compiled {
  const { base, callbacks } = compileCommon(name, options, withoutWork(defaults));
  const { signal = null, time, date } = options;
  if (signal === null && time === undefined && date === undefined)
    throw new TypeError(`step "${name}": signal, time or date is needed, or it would wait for ever`);
  const forMs = time === undefined ? null : toMilliseconds(time, `step "${name}": time`);
  return { step: { kind: 'wait', ...base, signal, forMs, until: date === undefined ? null : toIso(name, date) }, callbacks };
}

function toIso(name: string, date: Date | string): string {
  const moment = new Date(date);
  if (Number.isNaN(moment.getTime())) throw new TypeError(`step "${name}": date is "${date}"; it must be a date as in ISO 8601`);
  return moment.toISOString();
}
