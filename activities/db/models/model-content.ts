import type { MetadataItem } from '../entities/model.entity.ts';
import { sortTags } from '../tasks/content.ts';

type Maybe<T> = T | null | undefined;

/** What a client may write into a model. Undefined and null leave a field as it is. */
export interface ModelContent {
  name?: Maybe<string>;
  uri?: Maybe<string>;
  framework?: Maybe<string>;
  design?: Maybe<Record<string, unknown>>;
  labels?: Maybe<Record<string, number>>;
  comment?: Maybe<string>;
  tags?: Maybe<string[]>;
  system_tags?: Maybe<string[]>;
  project?: Maybe<string>;
  task?: Maybe<string>;
  parent?: Maybe<string>;
  ready?: Maybe<boolean>;
  metadata?: Maybe<LooseMetadata[]>;
}

export interface LooseMetadata {
  key: string;
  type?: Maybe<string>;
  value?: Maybe<string>;
}

/** The columns that hold a content, with `jsonb` ones as JSON texts. */
export function modelColumns(content: ModelContent): Record<string, unknown> {
  const columns: Record<string, unknown> = {};
  for (const name of ['name', 'uri', 'framework', 'comment', 'ready'] as const) {
    if (isGiven(content[name])) columns[name] = content[name];
  }
  for (const name of ['project', 'task', 'parent'] as const) {
    if (isGiven(content[name])) columns[name] = content[name] || null;
  }
  for (const name of ['tags', 'system_tags'] as const) {
    if (isGiven(content[name])) columns[name] = sortTags(content[name]);
  }
  for (const name of ['design', 'labels'] as const) {
    if (isGiven(content[name])) columns[name] = JSON.stringify(content[name]);
  }
  if (isGiven(content.metadata)) columns.metadata = JSON.stringify(metadataByKey(content.metadata));
  return columns;
}

const isGiven = <T>(value: T | null | undefined): value is T => value !== undefined && value !== null;

export const metadataByKey = (items: readonly LooseMetadata[]): Record<string, MetadataItem> =>
  Object.fromEntries(
    items.map(({ key, type, value }) => [key, { key, ...(isGiven(type) ? { type } : {}), ...(isGiven(value) ? { value } : {}) }]),
  );
