import type { SearchSpace } from '../../../workflows/contracts/sweep.ts';
import { renderValue } from '../../../workflows/domain/sweeps/render-value.ts';
import type { HyperParameter } from '../entities/task.entity.ts';

type Sections = Record<string, Record<string, HyperParameter>>;

/** The base task's parameters with those of a trial in their places, each with its type. */
export function trialHyperparams(base: Sections, space: SearchSpace, parameters: Record<string, unknown>): Sections {
  const sections = structuredClone(base);
  for (const [key, value] of Object.entries(parameters)) {
    const slash = key.indexOf('/');
    const [section, name] = [key.slice(0, slash), key.slice(slash + 1)];
    const before = sections[section]?.[name];
    const rendered = renderValue(value, { ...(before?.type ? { declared: before.type } : {}), real: isReal(space, key) });
    sections[section] = { ...sections[section], [name]: { ...before, section, name, ...rendered } };
  }
  return sections;
}

const isReal = (space: SearchSpace, key: string): boolean => space[key]?.kind === 'uniform' || space[key]?.kind === 'logUniform';
