import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Duration } from '../duration.ts';
import { defineSweep, type SweepDefinition } from './define-sweep.ts';
import { program, type Strategy } from './strategies.ts';

const duration = z
  .string()
  .regex(/^\d+(\.\d+)?(ms|s|m|h|d)$/, 'a time with its unit: 500ms, 90s, 10m, 1.5h, 3d') as unknown as z.ZodType<Duration>;
const words = z.array(z.string()).min(1) as unknown as z.ZodType<[string, ...string[]]>;
const condition = { onlyWhen: z.strictObject({ parameter: z.string(), in: z.array(z.json()) }).optional() };
const range = { min: z.number(), max: z.number(), ...condition };

const space = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('uniform'), step: z.number().nullable().default(null), ...range }),
  z.strictObject({ kind: z.literal('logUniform'), ...range }),
  z.strictObject({ kind: z.literal('integer'), step: z.number().default(1), log: z.boolean().default(false), ...range }),
  z.strictObject({ kind: z.literal('choice'), values: z.array(z.json()), ...condition }),
  z.strictObject({ kind: z.literal('set'), values: z.array(z.record(z.string(), z.json())), ...condition }),
]);

const part = z.union([
  z.string().transform((name) => ({ name, arguments: {} })),
  z.strictObject({ name: z.string(), arguments: z.record(z.string(), z.json()).default({}) }),
]);
const seed = z.int().min(0).default(0);
const halving = { seed, minIterations: z.int(), maxIterations: z.int(), reduction: z.number().default(3) };

const strategy = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('grid') }),
  z.strictObject({ kind: z.literal('random'), seed }),
  z.strictObject({ kind: z.literal('sobol'), seed }),
  z.strictObject({ kind: z.literal('asha'), ...halving }),
  z.strictObject({ kind: z.literal('hyperband'), ...halving }),
  z.strictObject({
    kind: z.literal('optuna'),
    seed,
    sampler: part.default({ name: 'TPESampler', arguments: {} }),
    pruner: part.nullable().default(null),
  }),
  z.strictObject({ kind: z.literal('program'), command: words }),
]);

const objective = z.strictObject({
  title: z.string(),
  series: z.string(),
  sign: z.enum(['min', 'max', 'min_global', 'max_global']),
});

const sweep = z.strictObject({
  name: z.string(),
  project: z.string(),
  description: z.string().default(''),
  base: z.union([
    z.string(),
    z.strictObject({ project: z.string(), name: z.string() }),
    z.strictObject({ file: z.string(), packages: z.array(z.string()).default([]), binary: z.string().optional() }),
  ]),
  space: z.record(z.string(), space),
  objective: z.union([objective.transform((one) => [one]), z.array(objective)]),
  strategy: strategy.default({ kind: 'random', seed: 0 }),
  queue: z.string().optional(),
  limits: z
    .strictObject({
      maxTrials: z.int().optional(),
      maxConcurrent: z.int().optional(),
      maxIterations: z.int().optional(),
      minIterations: z.int().optional(),
      trialTime: duration.optional(),
      computeTime: duration.optional(),
      wallClock: duration.optional(),
    })
    .default({}),
  keepTop: z.int().optional(),
  trialProject: z.string().optional(),
  trialName: z.string().optional(),
  tags: z.array(z.string()).default([]),
});

export interface YamlSweepInput {
  text: string;
  /** Where it stands: files that it names are looked for beside it. */
  path: string;
  readFile(path: string): string;
}

/** A sweep from its YAML form. Throws Error naming each field that is not right, and what is allowed there. */
export function parseYamlSweep({ text, path, readFile }: YamlSweepInput): SweepDefinition {
  const parsed = sweep.safeParse(parse(text));
  if (!parsed.success) throw new Error(`${path}:\n${z.prettifyError(parsed.error)}`);
  const { base, strategy: chosen, ...options } = parsed.data;
  return defineSweep({
    ...definedOnly(options),
    base: baseOf(base, path, readFile),
    strategy: strategyOf(chosen, dirname(path)),
  } as Parameters<typeof defineSweep>[0]);
}

function baseOf(base: z.output<typeof sweep>['base'], path: string, readFile: YamlSweepInput['readFile']) {
  if (typeof base === 'string' || !('file' in base)) return base;
  const { file, ...rest } = base;
  return { ...definedOnly(rest), code: readFile(resolve(dirname(path), file)), entryPoint: file.split('/').at(-1)! };
}

function strategyOf(chosen: z.output<typeof strategy>, folder: string): Strategy {
  return chosen.kind === 'program' ? program(chosen.command, { folder }) : (chosen as Strategy);
}

const definedOnly = <T extends object>(given: T): T =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as T;
