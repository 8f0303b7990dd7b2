import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isSweepDefinition, type SweepDefinition } from '../../sdk/sweeps/define-sweep.ts';
import { loadDefault } from '../definitions/load.ts';
import { NotThereError } from '../exit-code.ts';

/** A sweep from its file in TypeScript or YAML. */
export async function loadSweep(file: string): Promise<SweepDefinition> {
  if (/\.ya?ml$/.test(file)) return loadYaml(resolve(file));
  const definition = await loadDefault(file);
  if (isSweepDefinition(definition)) return definition;
  throw new Error(`${file} has no sweep as its default export: export default defineSweep({…})`);
}

async function loadYaml(path: string): Promise<SweepDefinition> {
  if (!existsSync(path)) throw new NotThereError(`no file ${path}`);
  const { parseYamlSweep } = await import('../../sdk/sweeps/yaml-sweep.ts');
  const readFile = (name: string) => readFileSync(name, 'utf8');
  return parseYamlSweep({ text: readFile(path), path, readFile });
}
