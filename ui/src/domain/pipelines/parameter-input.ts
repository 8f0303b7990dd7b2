import type { PipelineParameter } from '../../../../workflows/contracts/pipeline.ts';
import type { RunView } from '../../../../workflows/contracts/pipeline-api.ts';

/** Parameters of a run as its definition declares them, and what else the run carries, with a type taken from the value. */
export function declaredParameters({
  parameterTypes,
  parameters,
}: Pick<RunView, 'parameterTypes' | 'parameters'>): Record<string, PipelineParameter> {
  const more = Object.entries(parameters).filter(([name]) => !(name in parameterTypes));
  return { ...parameterTypes, ...Object.fromEntries(more.map(([name, value]) => [name, undeclared(value)])) };
}

const undeclared = (value: unknown): PipelineParameter => ({
  type: typeOf(value),
  default: value,
  description: '',
  choices: null,
});

function typeOf(value: unknown): PipelineParameter['type'] {
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  if (Array.isArray(value)) return 'list';
  return value !== null && typeof value === 'object' ? 'object' : 'string';
}

/** A value as it stands in its field. */
export function toInput(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value, null, 2) : String(value);
}

/** A value on one line, for tables. */
export function toText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

export type ParsedInput = { value: unknown } | { problem: string };

/** Reads a field by the type of its parameter; a choice is taken as it was declared. */
export function parseInput({ type, choices }: PipelineParameter, text: string): ParsedInput {
  if (choices) {
    const choice = choices.find((one) => toInput(one) === text);
    return choice === undefined ? { problem: `One of ${choices.map(toInput).join(', ')}` } : { value: choice };
  }
  return PARSERS[type](text);
}

const PARSERS: Record<PipelineParameter['type'], (text: string) => ParsedInput> = {
  string: (value) => ({ value }),
  integer: (text) => {
    const value = Number(text);
    return text.trim() !== '' && Number.isSafeInteger(value) ? { value } : { problem: `"${text}" is not a whole number` };
  },
  number: (text) => {
    const value = Number(text);
    return text.trim() !== '' && Number.isFinite(value) ? { value } : { problem: `"${text}" is not a number` };
  },
  boolean: (text) => (text === 'true' || text === 'false' ? { value: text === 'true' } : { problem: 'True or false' }),
  list: (text) => parseJson(text, Array.isArray, 'a list in JSON, such as [1, 2]'),
  object: (text) => parseJson(text, isRecord, 'an object in JSON, such as {"a": 1}'),
};

const isRecord = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

function parseJson(text: string, fits: (value: unknown) => boolean, wanted: string): ParsedInput {
  try {
    const value: unknown = JSON.parse(text);
    return fits(value) ? { value } : { problem: `Must be ${wanted}` };
  } catch {
    return { problem: `Must be ${wanted}` };
  }
}

export interface ParsedForm {
  values: Record<string, unknown>;
  problems: Record<string, string>;
}

/** Every field of a form: the values of those that are right, what is wrong with the others. */
export function parseForm(parameters: Record<string, PipelineParameter>, texts: Record<string, string>): ParsedForm {
  const form: ParsedForm = { values: {}, problems: {} };
  for (const [name, parameter] of Object.entries(parameters)) {
    const parsed = parseInput(parameter, texts[name] ?? '');
    if ('value' in parsed) form.values[name] = parsed.value;
    else form.problems[name] = parsed.problem;
  }
  return form;
}
