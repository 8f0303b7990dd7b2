import type { Artifact, ConfigurationItem, HyperParameter, TaskModel } from '../entities/task.entity.ts';

type Maybe<T> = T | null | undefined;
type Loose<T> = { [Name in keyof T]?: T[Name] | null | undefined };

/** What a person or a client may write into a task. Undefined and null leave a field as it is. */
export interface TaskContent {
  name?: Maybe<string>;
  type?: Maybe<string>;
  comment?: Maybe<string>;
  tags?: Maybe<string[]>;
  system_tags?: Maybe<string[]>;
  parent?: Maybe<string>;
  project?: Maybe<string>;
  script?: Maybe<Record<string, unknown>>;
  hyperparams?: Maybe<Record<string, Record<string, Loose<HyperParameter>>>>;
  configuration?: Maybe<Record<string, Loose<ConfigurationItem>>>;
  execution?: Maybe<Record<string, unknown> & { artifacts?: Maybe<LooseArtifact[]> }>;
  models?: Maybe<{ input?: Maybe<TaskModel[]>; output?: Maybe<TaskModel[]> }>;
  container?: Maybe<Record<string, string | null>>;
  runtime?: Maybe<Record<string, unknown>>;
  output_dest?: Maybe<string>;
}

export type LooseArtifact = Loose<Artifact> & { key: string };

/** The columns that hold a content, with `jsonb` ones as JSON texts. */
export function columnsOf(content: TaskContent): Record<string, unknown> {
  const columns: Record<string, unknown> = {};
  for (const name of ['name', 'type', 'comment', 'project'] as const) {
    if (isGiven(content[name])) columns[name] = content[name];
  }
  if (isGiven(content.parent)) columns.parent = content.parent || null;
  if (isGiven(content.tags)) columns.tags = sortTags(content.tags);
  if (isGiven(content.system_tags)) columns.system_tags = sortTags(content.system_tags);
  for (const [name, value] of Object.entries(dictionariesOf(content))) {
    if (isGiven(value)) columns[name] = JSON.stringify(value);
  }
  return columns;
}

function dictionariesOf(content: TaskContent): Record<string, unknown> {
  const { script, hyperparams, configuration, execution, models, container, runtime, output_dest: destination } = content;
  return {
    script: script && withoutNulls(script),
    hyperparams: hyperparams && completeParameters(hyperparams),
    configuration: configuration && completeConfiguration(configuration),
    execution: execution && withoutKeys(execution, ['artifacts', 'queue']),
    artifacts: execution?.artifacts?.map(completeArtifact),
    models: models && { input: models.input ?? [], output: models.output ?? [] },
    container: container && withoutNulls(container),
    runtime,
    output: isGiven(destination) ? { destination } : undefined,
  };
}

const isGiven = <T>(value: T | null | undefined): value is T => value !== undefined && value !== null;

/** Tags are a set; ClearML answers them in alphabetical order. */
export const sortTags = (tags: readonly string[]): string[] => [...new Set(tags)].toSorted();

/** Places are keys; a parameter also says where it stands. */
export const completeParameters = (
  sections: Record<string, Record<string, Loose<HyperParameter>>>,
): Record<string, Record<string, HyperParameter>> =>
  mapValues(sections, (parameters, section) => mapValues(parameters, (item, name) => completeParameter(section, name, item)));

export const completeParameter = (section: string, name: string, item: Loose<HyperParameter>): HyperParameter => ({
  ...definedOnly(item),
  section,
  name,
  value: item.value ?? '',
});

export const completeConfiguration = (items: Record<string, Loose<ConfigurationItem>>): Record<string, ConfigurationItem> =>
  mapValues(items, (item, name) => ({ ...definedOnly(item), name, value: item.value ?? '' }));

export const completeArtifact = (artifact: LooseArtifact): Artifact => ({
  ...definedOnly(artifact),
  key: artifact.key,
  mode: artifact.mode ?? 'output',
});

function mapValues<In, Out>(record: Record<string, In>, map: (value: In, key: string) => Out): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}

function definedOnly<T extends object>(record: T): { [Name in keyof T]: NonNullable<T[Name]> } {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => isGiven(value))) as {
    [Name in keyof T]: NonNullable<T[Name]>;
  };
}

/** The clients send null for an empty text. */
const withoutNulls = (record: Record<string, unknown>): Record<string, unknown> => mapValues(record, (value) => value ?? '');

const withoutKeys = (record: Record<string, unknown>, keys: string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).filter(([key, value]) => !keys.includes(key) && isGiven(value)));
