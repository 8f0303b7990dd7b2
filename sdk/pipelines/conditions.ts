import type { Condition } from '../../workflows/contracts/pipeline.ts';
import { type Reference, type STEPS, toPlain } from './reference.ts';

/** Is true or false once `Steps` have ended. */
export interface Conditional<Steps extends string> {
  readonly condition: Condition;
  readonly [STEPS]?: Steps;
}

type Scalar = string | number | boolean | null;
type Operand<T, Steps extends string> = T | Reference<T, Steps>;

export const equal = <T extends Scalar, A extends string = never, B extends string = never>(
  value: Operand<T, A>,
  than: Operand<NoInfer<T>, B>,
): Conditional<A | B> => compare(value, 'equal', than);

export const notEqual = <T extends Scalar, A extends string = never, B extends string = never>(
  value: Operand<T, A>,
  than: Operand<NoInfer<T>, B>,
): Conditional<A | B> => compare(value, 'notEqual', than);

type Comparison = <A extends string = never, B extends string = never>(
  value: Operand<number, A>,
  than: Operand<number, B>,
) => Conditional<A | B>;

export const above: Comparison = (value, than) => compare(value, 'above', than);
export const atLeast: Comparison = (value, than) => compare(value, 'atLeast', than);
export const below: Comparison = (value, than) => compare(value, 'below', than);
export const atMost: Comparison = (value, than) => compare(value, 'atMost', than);

export const isTrue = <A extends string>(value: Reference<unknown, A>): Conditional<A> => compare(value, 'true');
export const isFalse = <A extends string>(value: Reference<unknown, A>): Conditional<A> => compare(value, 'false');

function compare(value: unknown, is: Condition['is'], ...than: unknown[]): Conditional<never> {
  const [other] = than.map((operand) => toPlain(operand, 'a condition'));
  return { condition: { value: toPlain(value, 'a condition'), is, ...(than.length > 0 && { than: other }) } };
}
