/** What `${…}` in a pipeline's definition may refer to. */
export type Reference =
  | { to: 'parameter'; name: string }
  | { to: 'item'; path: string[] }
  | { to: 'index' }
  | { to: 'step'; step: string; fact: StepFact };

export type StepFact =
  | { kind: 'id' }
  | { kind: 'artifact'; name: string; property: ArtifactProperty }
  | { kind: 'model'; side: 'input' | 'output'; index: number; property: ModelProperty }
  /** By section and name: `Args/lr`. */
  | { kind: 'parameter'; name: string }
  | { kind: 'result'; key: string }
  | { kind: 'metric'; title: string; series: string; value: MetricValue };

const ARTIFACT_PROPERTIES = ['url', 'hash', 'size', 'type', 'preview'] as const;
export type ArtifactProperty = (typeof ARTIFACT_PROPERTIES)[number];
const MODEL_PROPERTIES = ['url', 'id', 'name', 'framework'] as const;
export type ModelProperty = (typeof MODEL_PROPERTIES)[number];
const METRIC_VALUES = ['last', 'min', 'max'] as const;
export type MetricValue = (typeof METRIC_VALUES)[number];

/** What a step may not be called, since a reference would mean something else. */
export const RESERVED_NAMES: readonly string[] = ['pipeline', 'item', 'index'];

/** `$${…}` stands for the text `${…}`. */
const PATTERN = /(\$?)\$\{([^}]*)\}/g;
const WHOLE = /^\$\{([^}]*)\}$/;

/** Says what is wrong with a reference; the message names it. */
export class BadReference extends Error {
  constructor(text: string, problem: string) {
    super(`\${${text}}: ${problem}`);
    this.name = 'BadReference';
  }
}

/** @throws BadReference */
export function parseReference(text: string): Reference {
  const [first = '', ...rest] = splitAtDots(text);
  if (first === 'pipeline') {
    if (rest.length === 0) throw new BadReference(text, 'names no parameter; write ${pipeline.name}');
    return { to: 'parameter', name: rest.join('.') };
  }
  if (first === 'item') return { to: 'item', path: rest };
  if (first === 'index' && rest.length === 0) return { to: 'index' };
  return { to: 'step', step: first, fact: parseFact(text, rest) };
}

function parseFact(text: string, [kind = '', ...rest]: string[]): StepFact {
  switch (kind) {
    case 'id':
      if (rest.length > 0) throw new BadReference(text, 'nothing follows "id"');
      return { kind };
    case 'artifacts':
      return {
        kind: 'artifact',
        name: need(text, rest.slice(0, -1).join('.'), 'an artifact, such as ${step.artifacts.data.url}'),
        property: oneOf(text, rest.at(-1), ARTIFACT_PROPERTIES),
      };
    case 'models':
      return parseModel(text, rest);
    case 'parameters':
      return { kind: 'parameter', name: need(text, rest.join('.'), 'a parameter, such as ${step.parameters.Args/lr}') };
    case 'result':
      return { kind, key: need(text, rest.join('.'), 'a key, such as ${step.result.accuracy}') };
    case 'metrics':
      if (rest.length !== 3)
        throw new BadReference(text, 'write ${step.metrics.TITLE.SERIES.last}, with \\. for a dot that belongs to a name');
      return { kind: 'metric', title: rest[0]!, series: rest[1]!, value: oneOf(text, rest[2], METRIC_VALUES) };
    default:
      throw new BadReference(
        text,
        `"${kind}" is nothing of a step; allowed: id, artifacts, models, parameters, result, metrics, or \${pipeline.name}`,
      );
  }
}

function parseModel(text: string, [side, index, property, ...more]: string[]): StepFact {
  const at = Number(index);
  if (more.length > 0 || !Number.isInteger(at) || index === '')
    throw new BadReference(text, 'write ${step.models.output.-1.url}: side, place in the list, property');
  return {
    kind: 'model',
    side: oneOf(text, side, ['input', 'output']),
    index: at,
    property: oneOf(text, property, MODEL_PROPERTIES),
  };
}

function need(text: string, value: string, what: string): string {
  if (value !== '') return value;
  throw new BadReference(text, `names not ${what}`);
}

function oneOf<const T extends string>(text: string, value: string | undefined, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found) return found;
  throw new BadReference(text, `"${value ?? ''}" is not allowed; one of ${allowed.join(', ')}`);
}

/** At each dot that no backslash stands before. */
const splitAtDots = (text: string): string[] =>
  text
    .trim()
    .split(/(?<!\\)\./)
    .map((part) => part.replaceAll('\\.', '.'));

/** The references anywhere inside a value, each once. @throws BadReference */
export function referencesIn(value: unknown): Reference[] {
  const found = new Map<string, Reference>();
  for (const text of textsIn(value)) {
    for (const [, escaped, inner = ''] of text.matchAll(PATTERN)) if (!escaped) found.set(inner, parseReference(inner));
  }
  return [...found.values()];
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (Array.isArray(value)) for (const each of value) yield* textsIn(each);
  else if (value !== null && typeof value === 'object') {
    for (const [key, each] of Object.entries(value)) {
      yield key;
      yield* textsIn(each);
    }
  }
}

/**
 * The value with what its references refer to in their place. A string that is one reference and nothing else takes the type of
 * what it refers to; inside a longer string lists and objects become JSON.
 * @throws BadReference, and whatever `lookUp` throws
 */
export function resolveReferences<T>(value: T, lookUp: (reference: Reference) => unknown): T {
  return resolve(value, lookUp) as T;
}

function resolve(value: unknown, lookUp: (reference: Reference) => unknown): unknown {
  if (typeof value === 'string') return resolveText(value, lookUp);
  if (Array.isArray(value)) return value.map((each) => resolve(each, lookUp));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [asText(resolveText(key, lookUp)), resolve(each, lookUp)]),
  );
}

function resolveText(text: string, lookUp: (reference: Reference) => unknown): unknown {
  const whole = WHOLE.exec(text);
  if (whole) return lookUp(parseReference(whole[1] ?? ''));
  return text.replace(PATTERN, (found: string, escaped: string, inner: string) =>
    escaped ? found.slice(1) : asText(lookUp(parseReference(inner))),
  );
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
