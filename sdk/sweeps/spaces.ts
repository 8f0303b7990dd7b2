import type { ParameterSpace } from '../../workflows/contracts/sweep.ts';

type Only<K extends ParameterSpace['kind']> = Omit<Extract<ParameterSpace, { kind: K }>, 'onlyWhen'>;

/** Real numbers from `min` to `max`; with `step` only those that it leads to. */
export const uniform = (range: { min: number; max: number; step?: number }): Only<'uniform'> => ({
  kind: 'uniform',
  min: range.min,
  max: range.max,
  step: range.step ?? null,
});

/** Real numbers whose logarithm is spread evenly: for learning rates. */
export const logUniform = ({ min, max }: { min: number; max: number }): Only<'logUniform'> => ({ kind: 'logUniform', min, max });

/** Whole numbers, `max` included. */
export const integers = (range: { min: number; max: number; step?: number; log?: boolean }): Only<'integer'> => ({
  kind: 'integer',
  min: range.min,
  max: range.max,
  step: range.step ?? 1,
  log: range.log ?? false,
});

/** One of these values, whatever their type. */
export const choice = (values: readonly unknown[]): Only<'choice'> => ({ kind: 'choice', values: [...values] });

/** One of these sets of parameters that belong together: `[{ 'Args/width': 64, 'Args/depth': 2 }, …]`. */
export const sets = (values: readonly Record<string, unknown>[]): Only<'set'> => ({ kind: 'set', values: [...values] });

/** Exists only where another parameter of the space has one of these values. */
export const onlyWhen = <Name extends string>(
  parameter: Name,
  values: readonly unknown[],
  space: ParameterSpace,
): ParameterSpace & { onlyWhen: { parameter: Name; in: unknown[] } } => ({ ...space, onlyWhen: { parameter, in: [...values] } });
