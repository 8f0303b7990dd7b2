import { z } from 'zod';
import { deleteModel } from '../../../../activities/db/models/delete-model.ts';
import { publishModel } from '../../../../activities/db/models/publish-model.ts';
import { changeTags, setArchived } from '../../../../activities/db/tasks/tags.ts';
import { actorOf } from '../../../context.ts';
import { statusFields } from '../../documents/status-fields.ts';
import { type Call, defineEndpoint } from '../../endpoint.ts';
import { flag, ids, texts } from '../../schemas/common.ts';
import { modelId } from '../../schemas/model.ts';
import { filesAfter, sweepNow } from '../discard-files.ts';
import { forEachId, manyResult } from '../many.ts';

const deleteOptions = { force: flag, delete_external_artifacts: flag };

async function applyDelete(
  call: Call,
  model: string,
  request: { [Name in keyof typeof deleteOptions]?: boolean | null | undefined },
) {
  const { uri } = await deleteModel(call.api.db, { model, force: request.force ?? false, filesAfter: filesAfter(call, request) });
  await sweepNow(call);
  return { deleted: true, url: uri };
}

const deleteOne = defineEndpoint({
  name: 'models.delete',
  needs: 'work',
  summary: 'Deletes a model; one that is published or used only with force',
  request: z.object({ model: modelId, ...deleteOptions }),
  response: z.object({ deleted: z.boolean(), url: z.string() }),
  handle: (call, { model, ...request }) => applyDelete(call, model, request),
});

const deleteMany = defineEndpoint({
  name: 'models.delete_many',
  needs: 'work',
  summary: 'Deletes several models',
  request: z.object({ ids, ...deleteOptions }),
  response: manyResult,
  handle: (call, { ids: models, ...request }) => forEachId(models, (model) => applyDelete(call, model, request)),
});

const publishOptions = { publish_task: flag, publish_tasks: flag, force_publish_task: flag };

async function applyPublish(
  { api, principal }: Call,
  model: string,
  request: { [Name in keyof typeof publishOptions]?: boolean | null | undefined },
) {
  const { task } = await publishModel(api.db, {
    model,
    actor: actorOf(principal),
    publishTask: request.publish_task ?? request.publish_tasks ?? false,
    forceTask: request.force_publish_task ?? false,
  });
  const published = task ? { published_task: { id: task.id, data: { updated: 1, fields: statusFields(task.fields) } } } : {};
  return { updated: 1, ...published };
}

const setReady = defineEndpoint({
  name: 'models.set_ready',
  needs: 'work',
  summary: 'Publishes a model, and on request the task that made it',
  request: z.object({ model: modelId, ...publishOptions }),
  response: z.object({ updated: z.int() }),
  handle: (call, { model, ...request }) => applyPublish(call, model, request),
});

const publishMany = defineEndpoint({
  name: 'models.publish_many',
  needs: 'work',
  summary: 'Publishes several models',
  request: z.object({ ids, ...publishOptions }),
  response: manyResult,
  handle: (call, { ids: models, ...request }) => forEachId(models, (model) => applyPublish(call, model, request)),
});

const archiveMany = defineEndpoint({
  name: 'models.archive_many',
  needs: 'work',
  summary: 'Puts models into the archive',
  request: z.object({ ids }),
  response: manyResult,
  handle: ({ api }, { ids: models }) =>
    forEachId(models, async (model) => {
      await setArchived(api.db, 'models', model, true);
      return { archived: true };
    }),
});

const unarchiveMany = defineEndpoint({
  name: 'models.unarchive_many',
  needs: 'work',
  summary: 'Takes models out of the archive',
  request: z.object({ ids }),
  response: manyResult,
  handle: ({ api }, { ids: models }) =>
    forEachId(models, async (model) => {
      await setArchived(api.db, 'models', model, false);
      return { unarchived: true };
    }),
});

const updateTags = defineEndpoint({
  name: 'models.update_tags',
  needs: 'work',
  summary: 'Adds and removes tags of several models',
  request: z.object({ ids, add_tags: texts, remove_tags: texts }),
  response: z.object({ updated: z.int() }),
  async handle({ api }, { ids: models, add_tags: add, remove_tags: remove }) {
    const changed = await changeTags(api.db, 'models', models, { column: 'tags', add, remove });
    return { updated: changed.length };
  },
});

export const lifecycleEndpoints = [deleteOne, deleteMany, setReady, publishMany, archiveMany, unarchiveMany, updateTags];
