/** What of a document is asked for: everything, or by field either the whole of it or paths inside it. */
export type Projection = { everything: true } | { everything: false; fields: Map<string, Paths> };

/** `'whole'`, or the paths below the field. */
export type Paths = 'whole' | string[][];

/** Reads `only_fields`: dotted paths, in which `%2E` stands for a dot inside a name. */
export function parseProjection(onlyFields: string | readonly string[] | null | undefined): Projection {
  const paths = typeof onlyFields === 'string' ? [onlyFields] : (onlyFields ?? []);
  if (paths.length === 0) return { everything: true };
  const fields = new Map<string, Paths>([['id', 'whole']]);
  for (const path of paths) {
    const [root = '', ...rest] = splitPath(path);
    const known = fields.get(root);
    if (rest.length === 0) fields.set(root, 'whole');
    else if (known !== 'whole') fields.set(root, [...(known ?? []), rest]);
  }
  return { everything: false, fields };
}

/** What is asked for of one field; null when it is not asked for. */
export const pathsOf = (projection: Projection, field: string): Paths | null =>
  projection.everything ? 'whole' : (projection.fields.get(field) ?? null);

/** Dictionaries whose keys people choose: how many levels of keys, and what may come below. */
const SHAPES = new Map<string, { depth: number; leaves: readonly string[] }>([
  ['hyperparams', { depth: 2, leaves: ['section', 'name', 'value', 'type', 'description'] }],
  ['configuration', { depth: 1, leaves: ['name', 'value', 'type', 'description'] }],
  ['metadata', { depth: 1, leaves: ['key', 'type', 'value'] }],
  ['runtime', { depth: 1, leaves: [] }],
]);

/** Splits a dotted path. Names of parameters, configurations and properties may hold dots themselves. */
export function splitPath(path: string): string[] {
  const [root = '', ...parts] = path.split('.');
  const shape = SHAPES.get(root);
  if (!shape || parts.length <= shape.depth) return [root, ...parts].map(unescapePart);
  const leaf = shape.leaves.includes(parts.at(-1) ?? '') ? parts.slice(-1) : [];
  const name = parts.slice(shape.depth - 1, parts.length - leaf.length).join('.');
  return [root, ...parts.slice(0, shape.depth - 1), name, ...leaf].map(unescapePart);
}

const unescapePart = (part: string): string => part.replaceAll('%2E', '.').replaceAll('%24', '$');

/** The part of a value that lies on the paths. A dictionary on the way to a leaf that is missing is kept, empty. */
export function pick(value: unknown, paths: Paths): unknown {
  if (paths === 'whole' || value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item) => pick(item, paths));
  const picked: Record<string, unknown> = {};
  for (const [key, below] of byFirst(paths)) {
    const child = (value as Record<string, unknown>)[key];
    if (child !== undefined && Object.hasOwn(value, key)) picked[key] = pick(child, below);
  }
  return picked;
}

/** Groups paths by their first part. */
export function byFirst(paths: string[][]): Map<string, Paths> {
  const groups = new Map<string, Paths>();
  for (const [first = '', ...rest] of paths) {
    const known = groups.get(first);
    if (rest.length === 0) groups.set(first, 'whole');
    else if (known !== 'whole') groups.set(first, [...(known ?? []), rest]);
  }
  return groups;
}
