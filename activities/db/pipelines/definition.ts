import type { z } from 'zod';
import type { PipelineSpec } from '../../../workflows/contracts/pipeline.ts';
import { checkSpec } from '../../../workflows/domain/pipeline/check-spec.ts';
import { withImpliedParents } from '../../../workflows/domain/pipeline/order.ts';
import { decodeParameter, encodeParameter, whyNotOfType } from '../../../workflows/domain/pipeline/parameters.ts';
import type { ConfigurationItem, HyperParameter } from '../entities/task.entity.ts';
import { Refusal } from '../errors.ts';
import { pipelineSpec } from './spec-schema.ts';

/** Configuration object and section of parameters of a run, as Python's controller names them. */
export const DEFINITION = 'Pipeline';
export const PARAMETERS = 'Args';

/**
 * A definition that is sound by itself, with what is left out filled in and with what steps refer to among their parents.
 * @throws Refusal `invalid` naming the step
 */
export function parseSpec(value: unknown): PipelineSpec {
  const parsed = pipelineSpec.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Refusal('invalid', describeIssue(issue, value), { field: ['spec', ...(issue?.path ?? [])].join('.') });
  }
  const spec = parsed.data;
  const problems = checkSpec(spec);
  if (problems.length === 0) return { ...spec, steps: withImpliedParents(spec.steps) };
  const texts = problems.slice(0, 20).map(({ step, message }) => (step === null ? message : `step "${step}": ${message}`));
  throw new Refusal('invalid', texts.join('; '), { field: 'spec', data: { problems } });
}

function describeIssue(issue: z.core.$ZodIssue | undefined, value: unknown): string {
  const path = issue?.path ?? [];
  const at = path[0] === 'steps' && typeof path[1] === 'number' ? path[1] : null;
  const name = at === null ? null : (value as { steps?: { name?: unknown }[] }).steps?.[at]?.name;
  const where =
    at === null ? path.join('.') : `step ${name === undefined ? at : JSON.stringify(name)}: ${path.slice(2).join('.')}`;
  return `${where || 'spec'}: ${issue?.message ?? 'is no definition of a pipeline'}`;
}

/** A definition as its run keeps it. */
export const definitionItem = (spec: PipelineSpec): ConfigurationItem => ({
  name: DEFINITION,
  value: JSON.stringify(spec),
  type: 'json',
  description: 'Definition of the pipeline',
});

/** Whether a configuration object is a definition of ours, and not of Python's controller. */
export function isOurDefinition(value: unknown): value is PipelineSpec {
  return typeof value === 'object' && value !== null && Array.isArray((value as { steps?: unknown }).steps);
}

/** Definitions that were read last. Each call about a run reads its definition, and to check hundreds of steps takes a while. */
const remembered = new Map<string, PipelineSpec>();
const REMEMBERED = 32;

/** @throws Refusal `invalid` when the text is no definition, or not a sound one */
export function readDefinition(item: ConfigurationItem | undefined): PipelineSpec {
  const text = item?.value ?? '';
  const spec = remembered.get(text) ?? parseSpec(parseJson(text));
  remembered.delete(text);
  remembered.set(text, spec);
  const [oldest] = remembered.keys();
  if (remembered.size > REMEMBERED && oldest !== undefined) remembered.delete(oldest);
  return spec;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('invalid', `configuration "${DEFINITION}" is not JSON`, { field: DEFINITION });
  }
}

/**
 * Values of a pipeline's parameters: those given, else the defaults.
 * @throws Refusal `invalid` naming the parameter
 */
export function chooseParameters(spec: PipelineSpec, given: Record<string, unknown>): Record<string, unknown> {
  const unknown = Object.keys(given).find((name) => !(name in spec.parameters));
  if (unknown !== undefined) {
    const allowed = Object.keys(spec.parameters).join(', ') || 'none';
    throw new Refusal('invalid', `parameter "${unknown}" does not exist; allowed: ${allowed}`, {
      field: `parameters.${unknown}`,
    });
  }
  return Object.fromEntries(
    Object.entries(spec.parameters).map(([name, parameter]) => {
      const value = name in given ? given[name] : parameter.default;
      const why = whyNotOfType(value, parameter);
      if (why) throw new Refusal('invalid', `parameter "${name}": ${why}`, { field: `parameters.${name}` });
      return [name, value];
    }),
  );
}

/** The section of hyper-parameters that holds the values. */
export function parameterSection(spec: PipelineSpec, values: Record<string, unknown>): Record<string, HyperParameter> {
  return Object.fromEntries(
    Object.entries(spec.parameters).map(([name, { type, description }]) => [
      name,
      { section: PARAMETERS, name, ...encodeParameter(values[name], type), ...(description ? { description } : {}) },
    ]),
  );
}

/**
 * The values back from the section, typed.
 * @throws Refusal `invalid` naming the parameter
 */
export function readParameters(spec: PipelineSpec, section: Record<string, HyperParameter> | undefined): Record<string, unknown> {
  const given = Object.entries(spec.parameters).flatMap(([name, { type }]) => {
    const item = section?.[name];
    if (!item) return [];
    try {
      return [[name, decodeParameter(item.value, type)] as const];
    } catch (error) {
      throw new Refusal('invalid', `parameter "${name}": ${(error as Error).message}`, { field: `parameters.${name}` });
    }
  });
  return chooseParameters(spec, Object.fromEntries(given));
}
