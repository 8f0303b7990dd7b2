import type { Fault } from './check-space.ts';
import type { OptunaPart, StrategySpec } from './spec.ts';

export interface OptunaNames {
  version: string;
  samplers: string[];
  pruners: string[];
}

/** Names of samplers and pruners that this Optuna does not have, those of arguments that are samplers or pruners among them. */
export function checkOptuna(strategy: StrategySpec, names: OptunaNames): Fault[] {
  if (strategy.kind !== 'optuna') return [];
  const { sampler, pruner } = strategy;
  return [...checkPart('sampler', sampler, names), ...(pruner ? checkPart('pruner', pruner, names) : [])];
}

function checkPart(kind: 'sampler' | 'pruner', part: OptunaPart, names: OptunaNames): Fault[] {
  const allowed = names[`${kind}s`];
  if (!allowed.includes(part.name)) {
    return [
      {
        field: `strategy.${kind}`,
        message: `"${part.name}" is no ${kind} of Optuna ${names.version}; one of ${allowed.join(', ')}`,
      },
    ];
  }
  return Object.values(part.arguments).flatMap((value) => (isPart(value) ? checkPart(kind, value, names) : []));
}

const isPart = (value: unknown): value is OptunaPart =>
  typeof value === 'object' && value !== null && 'arguments' in value && 'name' in value && Object.keys(value).length === 2;
