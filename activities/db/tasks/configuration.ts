import type { ConfigurationItem } from '../entities/task.entity.ts';
import type { Db } from '../orm.ts';
import { completeConfiguration } from './content.ts';
import { DRAFT_ONLY, editPart } from './edit-parts.ts';

type Loose<T> = { [Name in keyof T]?: T[Name] | null | undefined };

export interface SetConfigurationInput {
  task: string;
  userId: string;
  items: (Loose<ConfigurationItem> & { name: string })[];
  /** Drops the items that are not given. */
  replace: boolean;
  force: boolean;
}

/** @throws Refusal `taskNotFound`, `taskStatus` */
export function setConfiguration(db: Db, { task, userId, items, replace, force }: SetConfigurationInput): Promise<void> {
  const given = completeConfiguration(Object.fromEntries(items.map((item) => [item.name, item])));
  return editPart(db, {
    task,
    part: 'configuration',
    userId,
    allowed: force ? undefined : DRAFT_ONLY,
    change: (before) => (replace ? given : { ...before, ...given }),
  });
}

export interface DeleteConfigurationInput {
  task: string;
  userId: string;
  names: string[];
  force: boolean;
}

/** @throws Refusal `taskNotFound`, `taskStatus` */
export function deleteConfiguration(db: Db, { task, userId, names, force }: DeleteConfigurationInput): Promise<void> {
  return editPart(db, {
    task,
    part: 'configuration',
    userId,
    allowed: force ? undefined : DRAFT_ONLY,
    change: (before) => Object.fromEntries(Object.entries(before).filter(([name]) => !names.includes(name))),
  });
}
