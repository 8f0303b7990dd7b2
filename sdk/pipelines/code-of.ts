import { createHash } from 'node:crypto';

type Functions = Readonly<Record<string, unknown>>;

/** Tells a function from a changed one by its own text; what it calls is not looked at. */
export const fingerprint = (run: (...args: never[]) => unknown): string =>
  createHash('sha256').update(run.toString()).digest('hex').slice(0, 32);

/** Fingerprints of functions by name; what is none is left out. */
export const codeOf = (functions: Functions): Record<string, string> =>
  Object.fromEntries(
    Object.entries(functions).flatMap(([name, run]) =>
      typeof run === 'function' ? [[name, fingerprint(run as () => unknown)]] : [],
    ),
  );
