import { z } from 'zod';
import { changeTags, setArchived } from '../../../../activities/db/tasks/tags.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { ids, reasons, texts } from '../../schemas/common.ts';
import { forEachId, manyResult } from '../many.ts';

const many = z.object({ ids, ...reasons });

const archiveMany = defineEndpoint({
  name: 'tasks.archive_many',
  needs: 'work',
  summary: 'Puts tasks into the archive',
  request: many,
  response: manyResult,
  handle: ({ api }, { ids: tasks }) =>
    forEachId(tasks, async (task) => {
      await setArchived(api.db, 'tasks', task, true);
      return { archived: true };
    }),
});

const unarchiveMany = defineEndpoint({
  name: 'tasks.unarchive_many',
  needs: 'work',
  summary: 'Takes tasks out of the archive',
  request: many,
  response: manyResult,
  handle: ({ api }, { ids: tasks }) =>
    forEachId(tasks, async (task) => {
      await setArchived(api.db, 'tasks', task, false);
      return { unarchived: true };
    }),
});

const archive = defineEndpoint({
  name: 'tasks.archive',
  needs: 'work',
  summary: 'Puts tasks into the archive, all or none',
  request: z.object({ tasks: ids, ...reasons }),
  response: z.object({ archived: z.int() }),
  async handle({ api }, { tasks }) {
    for (const task of tasks) await setArchived(api.db, 'tasks', task, true);
    return { archived: tasks.length };
  },
});

const updateTags = defineEndpoint({
  name: 'tasks.update_tags',
  needs: 'work',
  summary: 'Adds and removes tags of several tasks',
  request: z.object({ ids, add_tags: texts, remove_tags: texts }),
  response: z.object({ updated: z.int() }),
  async handle({ api }, { ids: tasks, add_tags: add, remove_tags: remove }) {
    const changed = await changeTags(api.db, 'tasks', tasks, { column: 'tags', add, remove });
    return { updated: changed.length };
  },
});

export const archiveEndpoints = [archiveMany, unarchiveMany, archive, updateTags];
