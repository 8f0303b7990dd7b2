import { z } from 'zod';
import type { SearchSpace, SweepChange, SweepLimits, SweepSpec } from '../../../workflows/contracts/sweep.ts';

const number = z.number();
const condition = { onlyWhen: z.object({ parameter: z.string(), in: z.array(z.json()).max(10_000) }).optional() };
const values = z.array(z.json()).max(100_000);

const parameterSpace = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('uniform'), min: number, max: number, step: number.nullable().default(null), ...condition }),
  z.object({ kind: z.literal('logUniform'), min: number, max: number, ...condition }),
  z.object({
    kind: z.literal('integer'),
    min: number,
    max: number,
    step: number.default(1),
    log: z.boolean().default(false),
    ...condition,
  }),
  z.object({ kind: z.literal('choice'), values, ...condition }),
  z.object({ kind: z.literal('set'), values: z.array(z.record(z.string(), z.json())).max(100_000), ...condition }),
]);

export const searchSpace = z.record(z.string(), parameterSpace) as unknown as z.ZodType<SearchSpace>;

const limit = z.number().nullable();
const limitFields = {
  maxTrials: limit,
  maxConcurrent: z.number().int().min(1).max(10_000),
  maxIterations: limit,
  minIterations: z.number().min(0),
  trialTimeMs: limit,
  computeTimeMs: limit,
  wallClockMs: limit,
};

const sweepLimits = z.object({
  ...limitFields,
  maxTrials: limit.default(null),
  maxConcurrent: limitFields.maxConcurrent.default(1),
  maxIterations: limit.default(null),
  minIterations: limitFields.minIterations.default(0),
  trialTimeMs: limit.default(null),
  computeTimeMs: limit.default(null),
  wallClockMs: limit.default(null),
}) satisfies z.ZodType<SweepLimits>;

const optunaPart = z.object({ name: z.string().min(1), arguments: z.record(z.string(), z.json()).default({}) });
const seed = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0);
const halving = { seed, minIterations: z.number().int(), maxIterations: z.number().int(), reduction: z.number().default(3) };

const strategy = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('grid') }),
  z.object({ kind: z.literal('random'), seed }),
  z.object({ kind: z.literal('sobol'), seed }),
  z.object({ kind: z.literal('asha'), ...halving }),
  z.object({ kind: z.literal('hyperband'), ...halving }),
  z.object({ kind: z.literal('optuna'), seed, sampler: optunaPart, pruner: optunaPart.nullable().default(null) }),
  z.object({ kind: z.literal('custom'), name: z.string().min(1) }),
]);

/** The form of a definition, with what may be left out filled in; `checkSpec` says whether it makes sense. */
export const sweepSpec = z.object({
  name: z.string().min(1).max(200),
  project: z.string().min(1),
  description: z.string().default(''),
  baseTask: z.string().min(1),
  space: searchSpace,
  objectives: z.array(
    z.object({ title: z.string().min(1), series: z.string(), sign: z.enum(['min', 'max', 'min_global', 'max_global']) }),
  ),
  strategy,
  queue: z.string().min(1).default('default'),
  limits: sweepLimits.prefault({}),
  keepTop: z.number().int().nullable().default(null),
  trialProject: z.string().min(1).nullable().default(null),
  trialName: z.string().min(1).default('{name} #{number}: {parameters}'),
  tags: z.array(z.string()).default([]),
}) as unknown as z.ZodType<SweepSpec>;

/** The form of a change to a running sweep. */
export const sweepChange = z.strictObject({
  limits: z.strictObject(limitFields).partial().optional(),
  space: searchSpace.optional(),
  keepTop: z.number().int().nullable().optional(),
}) as unknown as z.ZodType<SweepChange>;
