import type { Objective } from '../../workflows/contracts/sweep.ts';

export interface ObjectiveOptions {
  /** The best value ever reported counts, not the last one. */
  ever?: boolean;
}

/** A metric to make small, by its title and series. */
export const minimize = (title: string, series: string, { ever = false }: ObjectiveOptions = {}): Objective => ({
  title,
  series,
  sign: ever ? 'min_global' : 'min',
});

/** A metric to make large, by its title and series. */
export const maximize = (title: string, series: string, { ever = false }: ObjectiveOptions = {}): Objective => ({
  title,
  series,
  sign: ever ? 'max_global' : 'max',
});
