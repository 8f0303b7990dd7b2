/** Marks an object that stands for a value known only when the pipeline runs. The same for every copy of this package. */
export const REFERENCE: unique symbol = Symbol.for('perdura.reference');

/** Exist in types alone. */
declare const VALUE: unique symbol;
export declare const STEPS: unique symbol;

/**
 * Stands for a value of type `T` that `Steps` make. It goes wherever a value goes, inside lists and objects too, and into text: in a template
 * string it becomes `${step.artifacts.name.url}`, which is what the server replaces.
 */
export interface Reference<T = unknown, Steps extends string = string> {
  /** What is between `${` and `}`. */
  readonly [REFERENCE]: string;
  readonly [VALUE]?: T;
  readonly [STEPS]?: Steps;
  toString(): string;
  toJSON(): string;
}

/** What a parameter may be: JSON, with references to `Steps` at any depth. */
export type Value<Steps extends string> =
  | string
  | number
  | boolean
  | null
  | Reference<unknown, Steps>
  | readonly Value<Steps>[]
  | { readonly [key: string]: Value<Steps> };

/** What a callback sees in place of a value with references. */
export type Resolved<T> =
  T extends Reference<infer V>
    ? V
    : T extends string
      ? string
      : T extends number
        ? number
        : T extends boolean
          ? boolean
          : T extends readonly unknown[]
            ? { -readonly [I in keyof T]: Resolved<T[I]> }
            : T extends object
              ? { -readonly [K in keyof T]: Resolved<T[K]> }
              : T;

export function reference<T, Steps extends string>(path: string): Reference<T, Steps> {
  const text = `\${${path}}`;
  return { [REFERENCE]: path, toString: () => text, toJSON: () => text };
}

export const isReference = (value: unknown): value is Reference =>
  typeof value === 'object' && value !== null && REFERENCE in value;

/** Replaces references by their text at any depth. Throws TypeError for what JSON cannot say, with the path to it. */
export function toPlain(value: unknown, path: string): unknown {
  if (isReference(value)) return value.toString();
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map((part, index) => toPlain(part, `${path}[${index}]`));
  if (isRecord(value)) {
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, part]) => (part === undefined ? [] : [[key, toPlain(part, `${path}.${key}`)]])),
    );
  }
  throw new TypeError(
    `${path} is ${describe(value)}; it must be text, a finite number, a boolean, null, a list or an object of these`,
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

const describe = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? `an object of ${value.constructor?.name ?? 'a class'}`
    : `${typeof value} ${String(value)}`;
