/** A value as ClearML keeps parameters: a text, and the Python type that it is read back as. */
export interface RenderedValue {
  value: string;
  type: string;
}

/** Types that read any number, or any text, as they are. */
const NUMBERS = ['int', 'float'];

/**
 * Writes a value so that the trial reads it back with its type. `declared` is the type that the base task says, and `real` says that the
 * parameter's range is one of real numbers: a whole one is written with its point.
 */
export function renderValue(
  value: unknown,
  { declared, real = false }: { declared?: string; real?: boolean } = {},
): RenderedValue {
  if (value === null || value === undefined) return { value: '', type: declared ?? 'NoneType' };
  if (typeof value === 'boolean') return { value: value ? 'True' : 'False', type: 'bool' };
  if (typeof value === 'number') return renderNumber(value, declared, real);
  if (Array.isArray(value)) return { value: JSON.stringify(value), type: declared === 'tuple' ? 'tuple' : 'list' };
  if (typeof value === 'object') return { value: JSON.stringify(value), type: 'dict' };
  return { value: String(value), type: declared && declared !== 'bool' && !NUMBERS.includes(declared) ? declared : 'str' };
}

function renderNumber(value: number, declared: string | undefined, real: boolean): RenderedValue {
  const isReal = real || declared === 'float' || !Number.isInteger(value);
  const text = String(value);
  return { value: isReal && /^-?\d+$/.test(text) ? `${text}.0` : text, type: isReal ? 'float' : 'int' };
}
