import { type Reference, reference } from './reference.ts';

export declare const UPSTREAM: unique symbol;

/** A step, to be a parent of others. Its type knows the steps above it. */
export interface StepHandle<Name extends string = string, Above extends string = string> {
  readonly name: Name;
  readonly [UPSTREAM]?: Name | Above;
}

/** Names of the steps that may be referred to from a step with these parents. */
export type UpstreamOf<Parents extends readonly StepHandle[]> = NonNullable<Parents[number][typeof UPSTREAM]>;

/** A value of a step; of a mapped step the list of its instances' values, null for those that did not complete. */
export type StepValue<T, Name extends string, Mapped extends boolean> = Reference<Mapped extends true ? (T | null)[] : T, Name>;

/** A step that is a task. */
export interface TaskHandle<Name extends string, Above extends string, Mapped extends boolean> extends StepHandle<Name, Above> {
  /** Id of the task. */
  readonly id: StepValue<string, Name, Mapped>;
  artifact(name: string): ArtifactValues<Name, Mapped>;
  /** By section and name: `Args/lr`. */
  parameter<T = string>(name: string): StepValue<T, Name, Mapped>;
  /** The last one if no place is given. */
  outputModel(place?: number): ModelValues<Name, Mapped>;
  inputModel(place?: number): ModelValues<Name, Mapped>;
  metric(title: string, series: string): MetricValues<Name, Mapped>;
}

export interface ArtifactValues<Name extends string, Mapped extends boolean> {
  readonly url: StepValue<string, Name, Mapped>;
  readonly hash: StepValue<string, Name, Mapped>;
  /** In bytes. */
  readonly size: StepValue<number, Name, Mapped>;
  readonly type: StepValue<string, Name, Mapped>;
  readonly preview: StepValue<string, Name, Mapped>;
}

export interface ModelValues<Name extends string, Mapped extends boolean> {
  readonly id: StepValue<string, Name, Mapped>;
  readonly url: StepValue<string, Name, Mapped>;
  readonly name: StepValue<string, Name, Mapped>;
  readonly framework: StepValue<string, Name, Mapped>;
}

export interface MetricValues<Name extends string, Mapped extends boolean> {
  readonly last: StepValue<number, Name, Mapped>;
  readonly min: StepValue<number, Name, Mapped>;
  readonly max: StepValue<number, Name, Mapped>;
}

/** A step that is a function, with the type of what it returns. */
export interface FunctionHandle<Name extends string, Above extends string, Result, Mapped extends boolean>
  extends StepHandle<Name, Above> {
  readonly id: StepValue<string, Name, Mapped>;
  /** What the function returned, by key. */
  readonly result: { readonly [K in keyof Result]-?: StepValue<Result[K], Name, Mapped> };
}

/** A step that is a run of another pipeline. */
export interface PipelineHandle<Name extends string, Above extends string, Mapped extends boolean>
  extends StepHandle<Name, Above> {
  /** Id of the run. */
  readonly id: StepValue<string, Name, Mapped>;
}

type AnyTask = TaskHandle<string, string, boolean>;

/** What can be said of a step, whatever its kind; the builder's types leave out what makes no sense. */
export function createHandle(name: string): AnyTask & FunctionHandle<string, string, Record<string, unknown>, boolean> {
  const fact = (...path: string[]) => reference<never, string>([name, ...path.map(escapeDots)].join('.'));
  const facts = <const K extends string>(keys: readonly K[], ...path: string[]) =>
    Object.fromEntries(keys.map((key) => [key, fact(...path, key)])) as Record<K, Reference<never, string>>;
  const model = (side: string, place = -1) => facts(['id', 'url', 'name', 'framework'], 'models', side, String(place));
  return {
    name,
    id: fact('id'),
    artifact: (artifact) => facts(['url', 'hash', 'size', 'type', 'preview'], 'artifacts', artifact),
    parameter: (parameter) => fact('parameters', parameter),
    outputModel: (place) => model('output', place),
    inputModel: (place) => model('input', place),
    metric: (title, series) => facts(['last', 'min', 'max'], 'metrics', title, series),
    result: new Proxy({}, { get: (_, key) => (typeof key === 'string' ? fact('result', key) : undefined) }),
  };
}

const escapeDots = (name: string): string => name.replaceAll('.', '\\.');

/** Stands for the step itself, in `repeat.until`: its newest instance. */
export const self = createHandle('self') as unknown as TaskHandle<Self, never, false>;
export type Self = '(self)';

/** Inside a mapped step: its item of the list, and its place in it, from 0. */
export const item: ItemReference = Object.assign(reference<never, Item>('item'), {
  key: (key: string) => reference<never, Item>(`item.${key}`),
});
export const index: Reference<number, Item> = reference('index');
export type Item = '(item)';

export interface ItemReference extends Reference<never, Item> {
  /** A value of an item that is an object. */
  key(key: string): Reference<never, Item>;
}
