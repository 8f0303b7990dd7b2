import type { TaskStep } from '../../../../workflows/contracts/pipeline.ts';
import { encodeValue } from '../../../../workflows/domain/pipeline/parameters.ts';
import { referencesIn } from '../../../../workflows/domain/pipeline/references.ts';
import type { ConfigurationItem, HyperParameter } from '../../entities/task.entity.ts';
import { Refusal } from '../../errors.ts';
import type { TaskContent } from '../../tasks/content.ts';
import type { Resolver } from '../facts.ts';
import type { BaseTask } from './base-task.ts';
import type { CacheParts } from './cache.ts';

export interface StepContentInput {
  base: BaseTask;
  step: TaskStep;
  resolver: Resolver;
  /** Parameters that `preExecute` has changed. */
  overrides: Record<string, unknown>;
  /** Where outputs go when the step says nothing. */
  outputDest: string | null;
}

export interface StepContent {
  content: TaskContent;
  /** Of what its equality to another step is made; null when that cannot be said. */
  parts: CacheParts | null;
  /** What the task was given, for people. */
  given: Record<string, unknown>;
}

type Sections = Record<string, Record<string, HyperParameter>>;

/** The definition of a step's task: its base with parameters, configurations and overrides in their places. */
export function stepContent({ base, step, resolver, overrides, outputDest }: StepContentInput): StepContent {
  const wanted = { ...step.parameters, ...overrides };
  const given = resolver.resolve(wanted);
  const prints = resolver.fingerprint(wanted);
  const hyperparams = withParameters(base.hyperparams, given);
  const configuration = withConfigurations(base.configuration, resolver.resolve(step.configurations));
  const content: TaskContent = withOverrides(
    {
      type: base.type,
      comment: base.comment,
      script: { ...base.script, ...(step.packages ? { requirements: { pip: step.packages.join('\n') } } : {}) },
      hyperparams,
      configuration,
      execution: { ...base.execution, artifacts: base.artifacts.filter(({ mode }) => mode === 'input') },
      models: { input: base.models.input, output: [] },
      container: containerOf(base, resolver.resolve(step.container)),
      output_dest: outputDest,
    },
    resolver.resolve(step.overrides),
  );
  const fixed = Object.fromEntries(Object.entries(wanted).filter(([, value]) => !refersToStep(value)));
  const inputs = Object.fromEntries(Object.entries(prints).filter(([name]) => !(name in fixed)));
  return { content, given, parts: partsOf(content, { inputs, configurations: resolver.fingerprint(step.configurations) }) };
}

export const refersToStep = (value: unknown): boolean => referencesIn(value).some(({ to }) => to === 'step');

function withParameters(before: Sections, given: Record<string, unknown>): Sections {
  const sections: Sections = structuredClone(before);
  for (const [path, value] of Object.entries(given)) {
    const cut = path.indexOf('/');
    const [section, name] = [path.slice(0, cut), path.slice(cut + 1)];
    const known = sections[section]?.[name];
    sections[section] = {
      ...sections[section],
      [name]: { ...known, section, name, ...encodeValue(value, known?.type) },
    };
  }
  return sections;
}

function withConfigurations(
  before: Record<string, ConfigurationItem>,
  given: Record<string, unknown>,
): Record<string, ConfigurationItem> {
  const changed = Object.entries(given).map(([name, value]) => {
    const text = typeof value === 'string' ? { value } : { value: JSON.stringify(value, null, 2), type: 'dictionary' };
    return [name, { ...before[name], name, ...text }] as const;
  });
  return { ...before, ...Object.fromEntries(changed) };
}

function containerOf({ container }: BaseTask, wanted: TaskStep['container']): Record<string, string> {
  return wanted ? { image: wanted.image, arguments: wanted.arguments, setup_shell_script: wanted.setupScript } : container;
}

const FIELDS = new Set(['type', 'comment', 'script', 'container', 'execution', 'output_dest']);

/** Puts values at paths such as `script.branch`. Another branch means its newest commit, unless a commit is given too. */
function withOverrides(content: TaskContent, overrides: Record<string, unknown>): TaskContent {
  const changed = structuredClone(content) as Record<string, unknown>;
  const paths =
    'script.branch' in overrides && !('script.version_num' in overrides) ? { ...overrides, 'script.version_num': '' } : overrides;
  for (const [path, value] of Object.entries(paths)) {
    const keys = path.split('.');
    if (!FIELDS.has(keys[0] ?? ''))
      throw new Refusal('invalid', `overrides."${path}": no such field; it begins with one of ${[...FIELDS].join(', ')}`, {
        field: 'overrides',
      });
    put(changed, keys, value);
  }
  return changed as TaskContent;
}

function put(target: Record<string, unknown>, [key = '', ...rest]: string[], value: unknown): void {
  if (rest.length === 0) {
    target[key] = value;
    return;
  }
  const inner = target[key];
  const next = inner !== null && typeof inner === 'object' ? (inner as Record<string, unknown>) : {};
  target[key] = next;
  put(next, rest, value);
}

/** A program whose commit is not pinned may be another one tomorrow. */
function partsOf(
  { script, hyperparams, configuration, container, type }: TaskContent,
  { inputs, configurations }: { inputs: Record<string, unknown>; configurations: Record<string, unknown> },
): CacheParts | null {
  const { requirements, ...code } = script ?? {};
  if (code.repository && !code.version_num && !code.tag) return null;
  const values = Object.entries(hyperparams ?? {}).flatMap(([section, items]) =>
    Object.entries(items).flatMap(([name, item]) => {
      const path = `${section}/${name}`;
      return path in inputs ? [] : [[path, item.value] as const];
    }),
  );
  const texts = Object.entries(configuration ?? {}).map(([name, item]) => [name, configurations[name] ?? item.value] as const);
  return {
    code: { type, ...code },
    packages: requirements ?? null,
    container: container ?? null,
    parameters: { values, texts },
    inputs,
  };
}
