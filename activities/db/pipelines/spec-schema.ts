import { z } from 'zod';
import type {
  Condition,
  PipelineParameter,
  PipelineSpec,
  StepBase,
  StepBaseTask,
  StepSpec,
} from '../../../workflows/contracts/pipeline.ts';
import { STEP_HOOKS } from '../../../workflows/contracts/pipeline.ts';

const milliseconds = z
  .number()
  .positive()
  .max(10 * 365 * 86_400_000);
const count = z.number().int().positive();
const text = z.string();

const condition = z.object({
  value: z.unknown(),
  is: z.enum(['equal', 'notEqual', 'above', 'atLeast', 'below', 'atMost', 'true', 'false']),
  than: z.unknown().optional(),
}) as z.ZodType<Condition>;

const base = {
  name: text.min(1).max(200),
  parents: z.array(text).default([]),
  hooks: z.array(z.enum(STEP_HOOKS)).default([]),
  code: z.record(text, text).default({}),
  callbacksOf: text.nullable().default(null),
  when: condition.nullable().default(null),
  map: z
    .object({ over: z.unknown(), maxParallel: count.nullable().default(null) })
    .nullable()
    .default(null),
  repeat: z
    .object({ until: condition.nullable().default(null), atMost: count.max(10_000) })
    .nullable()
    .default(null),
  retries: z.number().int().min(0).max(1000).default(0),
  timeLimitMs: milliseconds.nullable().default(null),
  timeLimitIncludesQueue: z.boolean().default(false),
  continueOnFail: z.boolean().default(false),
  continueOnAbort: z.boolean().default(false),
  skipChildrenOnFail: z.boolean().default(true),
  skipChildrenOnAbort: z.boolean().default(true),
  stage: text.nullable().default(null),
} satisfies Record<keyof StepBase, z.ZodType>;

const baseTask = z.union([
  z.strictObject({ task: text.min(1) }),
  z.strictObject({ project: text.min(1), name: text.min(1) }),
  z.strictObject({ code: text, entryPoint: text.min(1), binary: text.min(1).default('python3') }),
  z.strictObject({
    repository: text.min(1),
    branch: text.nullable().default(null),
    commit: text.nullable().default(null),
    entryPoint: text.min(1),
    workingDir: text.default('.'),
    binary: text.min(1).default('python3'),
  }),
]) satisfies z.ZodType<StepBaseTask>;

const renamed = z.object({ from: text.min(1), to: text.min(1) });
const values = z.record(text, z.unknown()).default({});

const taskStep = z.object({
  ...base,
  kind: z.literal('task'),
  base: baseTask,
  parameters: values,
  configurations: values,
  overrides: values,
  queue: text.nullable().default(null),
  packages: z.array(text).nullable().default(null),
  container: z
    .object({ image: text, arguments: text.default(''), setupScript: text.default('') })
    .nullable()
    .default(null),
  gpus: z.number().int().min(0).nullable().default(null),
  tags: z.array(text).default([]),
  cache: z.boolean().default(false),
  monitor: z
    .object({
      metrics: z.array(z.object({ title: text, series: text, toTitle: text, toSeries: text })).default([]),
      artifacts: z.array(renamed).default([]),
      models: z.array(renamed).default([]),
    })
    .default({ metrics: [], artifacts: [], models: [] }),
  sameWorkerAs: text.nullable().default(null),
});

const functionStep = z.object({
  ...base,
  kind: z.literal('function'),
  arguments: values,
  cache: z.boolean().default(false),
});

const nestedStep = z.object({
  ...base,
  kind: z.literal('pipeline'),
  pipeline: z.union([
    z.strictObject({ project: text.min(1), name: text.min(1), version: text.nullable().default(null) }),
    z.strictObject({ spec: z.lazy(() => pipelineSpec) }),
  ]),
  parameters: values,
});

const approvalStep = z.object({ ...base, kind: z.literal('approval'), prompt: text.default('') });
const waitStep = z.object({
  ...base,
  kind: z.literal('wait'),
  signal: text.min(1).nullable().default(null),
  forMs: milliseconds.nullable().default(null),
  until: text.nullable().default(null),
});

export const stepSpec: z.ZodType<StepSpec> = z.discriminatedUnion('kind', [
  taskStep,
  functionStep,
  nestedStep,
  approvalStep,
  waitStep,
]) as z.ZodType<StepSpec>;

const parameter = z.object({
  type: z.enum(['string', 'integer', 'number', 'boolean', 'list', 'object']),
  default: z.unknown(),
  description: text.default(''),
  choices: z.array(z.unknown()).nullable().default(null),
}) as z.ZodType<PipelineParameter>;

/** A definition as people and clients write it: what is left out is what most want. */
export const pipelineSpec: z.ZodType<PipelineSpec> = z.object({
  name: text
    .min(1)
    .max(200)
    .regex(/^[^/]+$/, 'a name without "/"'),
  project: text.min(1).max(500),
  version: text.min(1).max(100).default('1.0.0'),
  description: text.default(''),
  parameters: z.record(text, parameter).default({}),
  steps: z.array(stepSpec),
  defaultQueue: text.min(1).default('default'),
  timeLimitMs: milliseconds.nullable().default(null),
  abortOnFailure: z.boolean().default(false),
  maxParallel: count.nullable().default(null),
  tags: z.array(text).default([]),
  outputUri: text.nullable().default(null),
  hooks: z.array(z.enum(['onStart', 'onEnd'])).default([]),
  code: z.record(text, text).default({}),
  sources: z.record(text, text).default({}),
}) as z.ZodType<PipelineSpec>;
