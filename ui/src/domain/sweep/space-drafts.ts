import type { ParameterSpace, SearchSpace } from '../../../../workflows/contracts/sweep.ts';
import type { HyperParameter } from '../../api/types.ts';
import { USER_PROPERTIES } from '../parameters.ts';
import { readTyped, TYPE_NAMES, typedText, type ValueType, valueTypeOf } from './parameter-type.ts';
import { parseJson } from './parse-json.ts';

export type SpaceKind = ParameterSpace['kind'];

/** One parameter in the form of a sweep: whether it varies, and how. Figures are texts. */
export interface SpaceDraft {
  /** Section and name; the label of a set. */
  name: string;
  type: ValueType;
  /** Value in the base task. */
  value: string;
  varied: boolean;
  kind: SpaceKind;
  min: string;
  max: string;
  step: string;
  log: boolean;
  values: string[];
  /** The values of a set, as JSON. */
  sets: string;
  /** Name of the parameter on whose value it depends; empty: always there. */
  conditionOn: string;
  conditionIn: string[];
}

/** How a parameter of the type may vary; the first is what a form begins with. */
export const KINDS: Record<ValueType, SpaceKind[]> = {
  float: ['uniform', 'logUniform', 'choice'],
  int: ['integer', 'choice'],
  bool: ['choice'],
  str: ['choice'],
};

const EMPTY = { varied: false, min: '', max: '', step: '', log: false, values: [], sets: '', conditionOn: '', conditionIn: [] };

/** The parameters of a base task as drafts; those that the space of an earlier sweep names vary as they did there. */
export function spaceDrafts(hyperparams: Record<string, Record<string, HyperParameter>>, space: SearchSpace = {}): SpaceDraft[] {
  const own = Object.entries(hyperparams)
    .filter(([section]) => section !== USER_PROPERTIES)
    .flatMap(([section, parameters]) => Object.values(parameters).map((one) => fresh(`${section}/${one.name}`, one)))
    .sort((a, b) => a.name.localeCompare(b.name));
  const known = new Set(own.map(({ name }) => name));
  const others = Object.keys(space)
    .filter((name) => !known.has(name))
    .map((name) => fresh(name, { type: 'str', value: '' }));
  return [...own, ...others].map((draft) => (space[draft.name] ? filled(draft, space[draft.name]!) : draft));
}

function fresh(name: string, parameter: Pick<HyperParameter, 'type' | 'value'>): SpaceDraft {
  const type = valueTypeOf(parameter);
  return { ...EMPTY, name, type, value: parameter.value, kind: KINDS[type][0]!, ...suggestion(type, parameter.value) };
}

/** A range around the present value, or the values that there can be. */
function suggestion(type: ValueType, text: string): Partial<SpaceDraft> {
  const value = Number(text);
  if (type === 'bool') return { values: ['True', 'False'] };
  if (type === 'str') return { values: text === '' ? [] : [text] };
  if (!Number.isFinite(value) || value <= 0) return { values: text === '' ? [] : [text] };
  if (type === 'int')
    return { min: String(Math.max(1, Math.floor(value / 2))), max: String(value * 2), step: '1', values: [text] };
  return { kind: 'logUniform', min: rounded(value / 10), max: rounded(value * 10), values: [text] };
}

const rounded = (value: number): string => String(Number(value.toPrecision(3)));

/** An empty set of parameters that move together. */
export const setDraft = (name: string): SpaceDraft => ({
  ...EMPTY,
  name,
  type: 'str',
  value: '',
  varied: true,
  kind: 'set',
});

function filled(draft: SpaceDraft, space: ParameterSpace): SpaceDraft {
  const condition = space.onlyWhen
    ? { conditionOn: space.onlyWhen.parameter, conditionIn: space.onlyWhen.in.map(typedText) }
    : {};
  const common = { ...draft, ...condition, varied: true, kind: space.kind, type: typeFor(draft, space) };
  if (space.kind === 'choice') return { ...common, values: space.values.map(typedText) };
  if (space.kind === 'set') return { ...common, sets: JSON.stringify(space.values, null, 1) };
  const range = { ...common, min: String(space.min), max: String(space.max) };
  if (space.kind === 'integer') return { ...range, step: String(space.step), log: space.log };
  return space.kind === 'uniform' ? { ...range, step: space.step === null ? '' : String(space.step) } : range;
}

/** A parameter that the base task does not have takes the type of its values. */
function typeFor({ type, value }: SpaceDraft, space: ParameterSpace): ValueType {
  if (value !== '' || space.kind === 'set') return type;
  if (space.kind !== 'choice') return space.kind === 'integer' ? 'int' : 'float';
  const { values } = space;
  if (values.length === 0) return type;
  if (values.every((one) => typeof one === 'boolean')) return 'bool';
  if (values.every((one) => typeof one === 'number')) return values.every(Number.isInteger) ? 'int' : 'float';
  return type;
}

export interface SpaceReading {
  space: SearchSpace;
  /** By `space.<name>.<field>`. */
  problems: Record<string, string>;
}

/** The search space that the drafts describe, and by field which texts cannot be read. What the values mean is checked by `checkSpec`. */
export function readSpace(drafts: SpaceDraft[]): SpaceReading {
  const problems: Record<string, string> = {};
  const varied = drafts.filter((draft) => draft.varied);
  const space = Object.fromEntries(
    varied.map((draft) => {
      const refuse = (field: string, text: string) => {
        problems[`space.${draft.name}.${field}`] ??= text;
      };
      return [draft.name, { ...readKind(draft, refuse), ...readCondition(draft, varied, refuse) }];
    }),
  );
  return { space, problems };
}

type Refuse = (field: string, text: string) => void;

function readKind(draft: SpaceDraft, refuse: Refuse): ParameterSpace {
  if (draft.kind === 'choice') return { kind: 'choice', values: readChoice(draft, refuse) };
  if (draft.kind === 'set') return { kind: 'set', values: readSets(draft, refuse) };
  const whole = draft.kind === 'integer';
  const min = readFigure(draft, 'min', whole, refuse);
  const max = readFigure(draft, 'max', whole, refuse);
  if (draft.kind === 'logUniform') return { kind: 'logUniform', min, max };
  const step = draft.step.trim() === '' ? null : readFigure(draft, 'step', whole, refuse);
  return draft.kind === 'uniform'
    ? { kind: 'uniform', min, max, step }
    : { kind: 'integer', min, max, step: step ?? 1, log: draft.log };
}

function readFigure(draft: SpaceDraft, field: 'min' | 'max' | 'step', whole: boolean, refuse: Refuse): number {
  const value = readTyped(whole ? 'int' : 'float', draft[field]);
  if (typeof value === 'number') return value;
  refuse(field, draft[field].trim() === '' ? 'is missing' : `is not ${TYPE_NAMES[whole ? 'int' : 'float']}`);
  return Number.NaN;
}

function readChoice({ values: texts, type }: SpaceDraft, refuse: Refuse): unknown[] {
  const values = texts.map((text) => readTyped(type, text));
  const wrong = values.indexOf(undefined);
  if (wrong >= 0) refuse('values', `"${texts[wrong]}" is not ${TYPE_NAMES[type]}`);
  return values;
}

function readSets({ sets }: SpaceDraft, refuse: Refuse): Record<string, unknown>[] {
  const values = parseJson(sets);
  if (Array.isArray(values) && values.every(isObject)) return values;
  refuse('values', 'is not a list such as [{"Args/a": 1, "Args/b": 2}, {"Args/a": 3, "Args/b": 4}]');
  return [];
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

function readCondition(draft: SpaceDraft, varied: SpaceDraft[], refuse: Refuse): Pick<ParameterSpace, 'onlyWhen'> {
  if (draft.conditionOn === '') return {};
  const type = varied.find(({ name }) => name === draft.conditionOn)?.type ?? 'str';
  const values = draft.conditionIn.map((text) => readTyped(type, text));
  const wrong = values.indexOf(undefined);
  if (wrong >= 0) refuse('onlyWhen', `"${draft.conditionIn[wrong]}" is not ${TYPE_NAMES[type]}`);
  return { onlyWhen: { parameter: draft.conditionOn, in: values } };
}
