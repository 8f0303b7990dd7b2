import type { StrategySpec } from './spec.ts';

type Halving = Extract<StrategySpec, { kind: 'asha' | 'hyperband' }>;

/** Iterations at which the trials of a bracket are compared, the last one at the most iterations. */
export function rungsOf({ minIterations, maxIterations, reduction }: Halving, bracket: number): number[] {
  const rungs: number[] = [];
  for (let at = minIterations * reduction ** bracket; at < maxIterations; at *= reduction) rungs.push(Math.round(at));
  return [...rungs, maxIterations];
}

/** ASHA has one bracket; Hyperband has one for each of its steps up to the most iterations, where a trial may first be looked at. */
export function countBrackets({ kind, minIterations, maxIterations, reduction }: Halving): number {
  let count = 1;
  if (kind === 'hyperband') for (let at = minIterations * reduction; at <= maxIterations; at *= reduction) count += 1;
  return count;
}

/** The bracket of a trial. Those that look early get more trials, as Hyperband shares its budget. */
export function bracketOf(strategy: Halving, trial: number): number {
  const count = countBrackets(strategy);
  const sizes = Array.from({ length: count }, (_, bracket) => bracketSize(count, bracket, strategy.reduction));
  let rest = trial % sizes.reduce((sum, size) => sum + size, 0);
  return sizes.findIndex((size) => {
    rest -= size;
    return rest < 0;
  });
}

/** Hyperband's n for the bracket that halves `count - 1 - bracket` times. */
function bracketSize(count: number, bracket: number, reduction: number): number {
  const halvings = count - 1 - bracket;
  return Math.ceil((count / (halvings + 1)) * reduction ** halvings);
}

/**
 * Whether a trial goes on after a rung: its score (lower is better) is among the best 1/`reduction` of all that have arrived there,
 * itself included. Whoever comes first goes on: nobody waits for others.
 */
export function goesOn(score: number, arrived: readonly number[], reduction: number): boolean {
  const kept = Math.max(1, Math.floor(arrived.length / reduction));
  return arrived.filter((other) => other < score).length < kept;
}
