import type { ParameterType, PipelineParameter } from '../../workflows/contracts/pipeline.ts';
import type { Reference } from './reference.ts';

declare const TYPE: unique symbol;

/** A parameter of a pipeline, with the type that its values have. */
export interface Parameter<T> extends PipelineParameter {
  readonly [TYPE]?: T;
}
export type Parameters = Record<string, Parameter<unknown>>;

export type ValueOf<P> = P extends Parameter<infer T> ? T : never;
export type ValuesOf<P extends Parameters> = { [K in keyof P]: ValueOf<P[K]> };
export type ReferencesOf<P extends Parameters> = { readonly [K in keyof P]: Reference<ValueOf<P[K]>, never> };

export interface ParameterOptions<T> {
  default: T;
  description?: string;
  /** The only values that are allowed. */
  choices?: readonly T[];
}

export const text = (options: ParameterOptions<string>): Parameter<string> => make('string', options);
export const integer = (options: ParameterOptions<number>): Parameter<number> => make('integer', options);
export const number = (options: ParameterOptions<number>): Parameter<number> => make('number', options);
export const boolean = (options: ParameterOptions<boolean>): Parameter<boolean> => make('boolean', options);
export const list = <T = unknown>(options: ParameterOptions<readonly T[]>): Parameter<readonly T[]> => make('list', options);
export const object = <T extends object>(options: ParameterOptions<T>): Parameter<T> => make('object', options);

function make<T>(type: ParameterType, options: ParameterOptions<T>): Parameter<T> {
  return {
    type,
    default: options.default,
    description: options.description ?? '',
    choices: options.choices ? [...options.choices] : null,
  };
}
