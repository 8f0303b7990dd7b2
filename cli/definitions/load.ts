import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { NotThereError } from '../exit-code.ts';

/** The default export of a TypeScript or JavaScript file; of a function, what it gives. */
export async function loadDefault(file: string): Promise<unknown> {
  const path = resolve(file);
  if (!existsSync(path)) throw new NotThereError(`no file ${path}`);
  const loaded = ((await import(pathToFileURL(path).href)) as { default?: unknown }).default;
  return typeof loaded === 'function' ? await (loaded as () => unknown)() : loaded;
}
