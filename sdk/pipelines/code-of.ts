import { createHash } from 'node:crypto';
import type { StepCallbacks } from './definition.ts';

type Functions = Readonly<Record<string, unknown>>;

/** A function's own text, as its file has it, but for blanks in place of types: Node takes those away when it reads the file. */
export const sourceOf = (run: (...args: never[]) => unknown): string => run.toString();

/** Texts of the functions of function steps. */
export const sourcesOf = (callbacks: Readonly<Record<string, StepCallbacks>>): Record<string, string> =>
  Object.fromEntries(Object.entries(callbacks).flatMap(([step, { run }]) => (run ? [[step, sourceOf(run)]] : [])));

/** Tells a function from a changed one by its own text; what it calls is not looked at. */
export const fingerprint = (run: (...args: never[]) => unknown): string =>
  createHash('sha256').update(sourceOf(run)).digest('hex').slice(0, 32);

/** Fingerprints of functions by name; what is none is left out. */
export const codeOf = (functions: Functions): Record<string, string> =>
  Object.fromEntries(
    Object.entries(functions).flatMap(([name, run]) =>
      typeof run === 'function' ? [[name, fingerprint(run as () => unknown)]] : [],
    ),
  );
