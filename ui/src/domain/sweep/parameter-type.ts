import type { HyperParameter } from '../../api/types.ts';

/** What the values of a parameter are; a search only chooses such values. */
export type ValueType = 'float' | 'int' | 'bool' | 'str';

/** By the stored type, and by the value where none is stored. */
export function valueTypeOf({ type = '', value }: Pick<HyperParameter, 'type' | 'value'>): ValueType {
  if (type === 'float' || type === 'int' || type === 'bool') return type;
  if (type !== '') return 'str';
  if (/^[+-]?\d+$/.test(value.trim())) return 'int';
  if (value.trim() !== '' && Number.isFinite(Number(value))) return 'float';
  return /^(true|false)$/i.test(value.trim()) ? 'bool' : 'str';
}

/** A value of the type that the text stands for; undefined when it stands for none. */
export function readTyped(type: ValueType, text: string): unknown {
  const trimmed = text.trim();
  if (type === 'str') return text;
  if (type === 'bool') return /^(true|1|yes)$/i.test(trimmed) ? true : /^(false|0|no)$/i.test(trimmed) ? false : undefined;
  const value = Number(trimmed);
  if (trimmed === '' || !Number.isFinite(value)) return undefined;
  return type === 'int' && !Number.isInteger(value) ? undefined : value;
}

export const TYPE_NAMES: Record<ValueType, string> = {
  float: 'a number',
  int: 'a whole number',
  bool: 'True or False',
  str: 'a text',
};

/** As Python writes it, so that it compares with what is stored. */
export const typedText = (value: unknown): string =>
  typeof value === 'boolean' ? (value ? 'True' : 'False') : typeof value === 'string' ? value : JSON.stringify(value);
