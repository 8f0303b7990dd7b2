import { z } from 'zod';
import { deleteModelEvents, deleteTaskEvents } from '../../../../activities/db/events/delete-owned-events.ts';
import { defineEndpoint } from '../../endpoint.ts';

const allowLocked = z.boolean().nullish().describe('Although it is published');
const response = z.object({ deleted: z.boolean() });

const forTask = defineEndpoint({
  name: 'events.delete_for_task',
  needs: 'work',
  summary: 'Deletes all events of a task',
  request: z.object({ task: z.string(), allow_locked: allowLocked }),
  response,
  async handle({ api }, { task, allow_locked }) {
    await deleteTaskEvents(api.db, { id: task, allowLocked: allow_locked === true });
    return { deleted: true };
  },
});

const forModel = defineEndpoint({
  name: 'events.delete_for_model',
  needs: 'work',
  summary: 'Deletes all events of a model',
  request: z.object({ model: z.string(), allow_locked: allowLocked }),
  response,
  async handle({ api }, { model, allow_locked }) {
    await deleteModelEvents(api.db, { id: model, allowLocked: allow_locked === true });
    return { deleted: true };
  },
});

const clearScroll = defineEndpoint({
  name: 'events.clear_scroll',
  needs: 'read',
  summary: 'Does nothing: a scroll id holds its own position, and the server keeps none',
  request: z.object({ scroll_id: z.string() }),
  handle: async () => ({}),
});

export const deleteEndpoints = [forTask, forModel, clearScroll];
