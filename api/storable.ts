/** What Postgres cannot hold in a text: NUL, and halves of surrogate pairs. */
const UNSTORABLE = /\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
const REPLACEMENT = '\uFFFD';

/** The same value with U+FFFD in the place of characters that cannot be stored: one odd character fails nobody's run. */
export function storable<T>(value: T): T {
  if (typeof value === 'string') return value.replaceAll(UNSTORABLE, REPLACEMENT) as T;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(storable) as T;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [storable(key), storable(item)])) as T;
}

/** Whether a JSON text may hold such characters: they can stand in it only escaped. Spares a walk through large bodies. */
export const mayNeedStorable = (json: string): boolean => /\\u(?:0000|[dD][89a-fA-F])/.test(json);
