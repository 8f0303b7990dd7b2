import type { HyperParameter } from '../entities/task.entity.ts';
import type { Db } from '../orm.ts';
import { completeParameter } from './content.ts';
import { DRAFT_ONLY, editPart } from './edit-parts.ts';

type Maybe<T> = T | null | undefined;
type Sections = Record<string, Record<string, HyperParameter>>;

export interface ParameterItem {
  section: string;
  name: string;
  value?: Maybe<string>;
  type?: Maybe<string>;
  description?: Maybe<string>;
}

/** What else goes when parameters are set: nothing, the rest of their sections, or every other parameter. */
export type ReplaceMode = 'none' | 'section' | 'all';

/** The section of facts that people add to a task; it may be edited at any time. */
const PROPERTIES = 'properties';

export interface SetParametersInput {
  task: string;
  userId: string;
  items: ParameterItem[];
  replace: ReplaceMode;
  force: boolean;
}

/** @throws Refusal `taskNotFound`, `taskStatus` */
export function setParameters(db: Db, { task, userId, items, replace, force }: SetParametersInput): Promise<void> {
  const change = (before: Sections): Sections => {
    const sections = keptSections(before, items, replace);
    for (const item of items) {
      sections[item.section] = { ...sections[item.section], [item.name]: completeParameter(item.section, item.name, item) };
    }
    return sections;
  };
  return editPart(db, { task, part: 'hyperparams', userId, allowed: allowedFor(items, force), change });
}

export interface DeleteParametersInput {
  task: string;
  userId: string;
  /** Without a name the whole section goes. */
  keys: { section: string; name?: Maybe<string> }[];
  force: boolean;
}

/** @throws Refusal `taskNotFound`, `taskStatus` */
export function deleteParameters(db: Db, { task, userId, keys, force }: DeleteParametersInput): Promise<void> {
  const change = (before: Sections): Sections => {
    const sections = structuredClone(before);
    for (const { section, name } of keys) {
      if (name) delete sections[section]?.[name];
      if (!name || Object.keys(sections[section] ?? {}).length === 0) delete sections[section];
    }
    return sections;
  };
  return editPart(db, { task, part: 'hyperparams', userId, allowed: allowedFor(keys, force), change });
}

function keptSections(before: Sections, items: ParameterItem[], replace: ReplaceMode): Sections {
  if (replace === 'none') return { ...before };
  if (replace === 'all') return {};
  const replaced = new Set(items.map((item) => item.section));
  return Object.fromEntries(Object.entries(before).filter(([section]) => !replaced.has(section)));
}

const allowedFor = (items: { section: string }[], force: boolean) =>
  force || items.every((item) => item.section === PROPERTIES) ? undefined : DRAFT_ONLY;
