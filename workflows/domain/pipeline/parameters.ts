import type { ParameterType, PipelineParameter } from './spec.ts';

/** A parameter as a task's hyper-parameters hold it: always text, with a type of Python's beside it. */
export interface TypedText {
  value: string;
  type: string;
}

const PYTHON_TYPES: Record<ParameterType, string> = {
  string: 'str',
  integer: 'int',
  number: 'float',
  boolean: 'bool',
  list: 'list',
  object: 'dict',
};

/** Why a value is not of a type; null when it is. */
export function whyNotOfType(value: unknown, { type, choices }: Pick<PipelineParameter, 'type' | 'choices'>): string | null {
  if (!isOfType(value, type)) return `${JSON.stringify(value)} is not of type ${type}`;
  if (choices && !choices.some((choice) => JSON.stringify(choice) === JSON.stringify(value)))
    return `${JSON.stringify(value)} is not allowed; one of ${choices.map((choice) => JSON.stringify(choice)).join(', ')}`;
  return null;
}

function isOfType(value: unknown, type: ParameterType): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string';
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'list':
      return Array.isArray(value);
    case 'object':
      return value !== null && typeof value === 'object' && !Array.isArray(value);
  }
}

/** The text of a pipeline's parameter. */
export const encodeParameter = (value: unknown, type: ParameterType): TypedText => ({
  value: textOf(value, PYTHON_TYPES[type]),
  type: PYTHON_TYPES[type],
});

/**
 * The text of a value for a task's parameter whose type is known from before. A number stays what the code expects: `1` for `float` is `1.0`.
 */
export function encodeValue(value: unknown, type?: string): TypedText {
  const kept = type !== undefined && type !== '' && fits(value, type) ? type : pythonType(value);
  return { value: textOf(value, kept), type: kept };
}

function fits(value: unknown, type: string): boolean {
  const own = pythonType(value);
  const [base = type] = type.split('/');
  return own === base || (own === 'int' && base === 'float') || (own === 'list' && base === 'tuple');
}

function pythonType(value: unknown): string {
  if (typeof value === 'string') return 'str';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  if (Array.isArray(value)) return 'list';
  return value === null || value === undefined ? '' : 'dict';
}

function textOf(value: unknown, type: string): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (type === 'float' && Number.isInteger(value) && !`${value}`.includes('e')) return `${value}.0`;
  return typeof value === 'number' ? `${value}` : JSON.stringify(value);
}

/**
 * The value of a parameter from its text.
 * @throws TypeError saying what the text is not
 */
export function decodeParameter(text: string, type: ParameterType): unknown {
  const value = type === 'string' ? text : parse(text, type);
  if (isOfType(value, type)) return value;
  throw new TypeError(`"${text}" is not of type ${type}`);
}

function parse(text: string, type: ParameterType): unknown {
  if (type === 'boolean' && /^(true|false)$/i.test(text.trim())) return text.trim().toLowerCase() === 'true';
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The value of a task's parameter from its text, by the type that stands beside it; text where there is none. */
export function decodeTyped({ value, type = '' }: { value: string; type?: string }): unknown {
  const [base = ''] = type.split('/');
  const known = (Object.keys(PYTHON_TYPES) as ParameterType[]).find((each) => PYTHON_TYPES[each] === base);
  if (!known) return base === 'tuple' ? (parse(value, 'list') ?? value) : value;
  try {
    return decodeParameter(value, known);
  } catch {
    return value;
  }
}
