import { z } from 'zod';
import { metadataByKey } from '../../../../activities/db/models/model-content.ts';
import { clearQueue, deleteQueue } from '../../../../activities/db/queues/clear-queue.ts';
import { createQueue } from '../../../../activities/db/queues/create-queue.ts';
import { deleteQueueMetadata, putQueueMetadata, updateQueue } from '../../../../activities/db/queues/update-queue.ts';
import { actorOf } from '../../../context.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { flag, text, texts, updated } from '../../schemas/common.ts';
import { metadataItem } from '../../schemas/model.ts';

const queue = z.string().min(1).describe('Id of the queue');
/** An index of Postgres holds no longer name of any alphabet. */
const name = z.string().trim().min(1).max(512);
const fields = { display_name: text, tags: texts, system_tags: texts };

const create = defineEndpoint({
  name: 'queues.create',
  needs: 'work',
  summary: 'Makes a queue',
  request: z.object({ name, ...fields }),
  response: z.object({ id: z.string() }),
  async handle({ api, principal }, request) {
    return { id: await createQueue(api.db, { ...request, userId: principal.userId }) };
  },
});

const update = defineEndpoint({
  name: 'queues.update',
  needs: 'work',
  summary: 'Changes name or tags of a queue',
  request: z.object({ queue, name: name.nullish(), ...fields }),
  response: updated,
  async handle({ api }, request) {
    return { updated: 1, fields: await updateQueue(api.db, request) };
  },
});

const remove = defineEndpoint({
  name: 'queues.delete',
  needs: 'work',
  summary: 'Deletes a queue; with force also one in which tasks wait, which become drafts',
  request: z.object({ queue, force: flag }),
  response: z.object({ deleted: z.int() }),
  async handle({ api, principal }, { queue: id, force }) {
    await deleteQueue(api.db, { queue: id, actor: actorOf(principal), force: force ?? false });
    return { deleted: 1 };
  },
});

const clear = defineEndpoint({
  name: 'queues.clear_queue',
  needs: 'work',
  summary: 'Takes all tasks out of a queue',
  request: z.object({ queue }),
  response: z.object({ removed_tasks: z.array(z.string()) }),
  async handle({ api, principal }, { queue: id }) {
    return { removed_tasks: await clearQueue(api.db, { queue: id, actor: actorOf(principal) }) };
  },
});

const putMetadata = defineEndpoint({
  name: 'queues.add_or_update_metadata',
  needs: 'work',
  summary: 'Sets metadata of a queue by key',
  request: z.object({ queue, metadata: z.array(metadataItem), replace_metadata: flag }),
  response: z.object({ updated: z.int() }),
  async handle({ api }, { queue: id, metadata, replace_metadata: replace }) {
    await putQueueMetadata(api.db, { queue: id, metadata: metadataByKey(metadata), replace: replace ?? false });
    return { updated: 1 };
  },
});

const deleteMetadata = defineEndpoint({
  name: 'queues.delete_metadata',
  needs: 'work',
  summary: 'Deletes metadata of a queue by key',
  request: z.object({ queue, keys: z.array(z.string()) }),
  response: z.object({ updated: z.int() }),
  async handle({ api }, { queue: id, keys }) {
    await deleteQueueMetadata(api.db, { queue: id, keys });
    return { updated: 1 };
  },
});

export const writeEndpoints = [create, update, remove, clear, putMetadata, deleteMetadata];
