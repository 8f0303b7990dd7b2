import type { OptunaPart, StrategySpec } from '../../workflows/contracts/sweep.ts';
import { command } from './command-strategy.ts';
import type { Ask } from './study.ts';

/** How the next trials are chosen; a strategy of one's own comes with the function that is asked. */
export type Strategy = StrategySpec & { ask?: Ask };

interface Seeded {
  /** The same seed asks for the same trials again; default 0. */
  seed?: number;
}
interface Halving extends Seeded {
  /** Iterations after which trials are compared for the first time. */
  minIterations: number;
  maxIterations: number;
  /** At each rung only the best one in so many goes on; default 3. */
  reduction?: number;
}

/** Every combination, once. */
export const grid = (): Strategy => ({ kind: 'grid' });
export const random = ({ seed = 0 }: Seeded = {}): Strategy => ({ kind: 'random', seed });
/** Points that fill the space evenly. */
export const sobol = ({ seed = 0 }: Seeded = {}): Strategy => ({ kind: 'sobol', seed });
/** Asynchronous successive halving. */
export const asha = ({ seed = 0, reduction = 3, ...rest }: Halving): Strategy => ({ kind: 'asha', seed, reduction, ...rest });
export const hyperband = ({ seed = 0, reduction = 3, ...rest }: Halving): Strategy => ({
  kind: 'hyperband',
  seed,
  reduction,
  ...rest,
});

export interface OptunaOptions extends Seeded {
  /** Default `TPESampler`. */
  sampler?: string | { name: string; arguments?: Record<string, unknown> };
  /** None by default: every trial runs to its end. */
  pruner?: string | { name: string; arguments?: Record<string, unknown> };
}

/** The real Optuna, by the names and keyword arguments of its samplers and pruners. */
export const optuna = ({ seed = 0, sampler = 'TPESampler', pruner }: OptunaOptions = {}): Strategy => ({
  kind: 'optuna',
  seed,
  sampler: partOf(sampler),
  pruner: pruner === undefined ? null : partOf(pruner),
});

const partOf = (part: NonNullable<OptunaOptions['pruner']>): OptunaPart =>
  typeof part === 'string' ? { name: part, arguments: {} } : { name: part.name, arguments: part.arguments ?? {} };

/** A function of this file, asked by `perdura sweep worker FILE` or `perdura sweep run FILE`. */
export const custom = (name: string, ask: Ask): Strategy => ({ kind: 'custom', name, ask });

/** A program in any language, asked the same way: it reads a question as JSON and writes its answer as JSON. Runs in `folder`. */
export const program = (words: readonly [string, ...string[]], { folder = '.' }: { folder?: string } = {}): Strategy => ({
  kind: 'custom',
  name: words.join(' '),
  ask: command(words, folder),
});
