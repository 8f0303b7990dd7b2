import { z } from 'zod';
import type { ModelContent } from '../../../../activities/db/models/model-content.ts';
import { createModel, editModel } from '../../../../activities/db/models/write-model.ts';
import { moveToProject } from '../../../../activities/db/tasks/move-tasks.ts';
import { wireFields } from '../../documents/status-fields.ts';
import { type Call, defineEndpoint } from '../../endpoint.ts';
import { flag, ids, text, updated } from '../../schemas/common.ts';
import { iteration, modelFields, modelId } from '../../schemas/model.ts';

const create = defineEndpoint({
  name: 'models.create',
  needs: 'work',
  summary: 'Makes a model',
  request: z.object({ ...modelFields, name: z.string().min(1), uri: z.string(), public: flag }),
  response: z.object({ id: z.string(), created: z.boolean() }),
  async handle({ api, principal }, content) {
    return { id: await createModel(api.db, { content, userId: principal.userId }), created: true };
  },
});

const edit = defineEndpoint({
  name: 'models.edit',
  needs: 'work',
  summary: 'Replaces fields of a model',
  request: z.object({ model: modelId, ...modelFields, name: z.string().min(1).nullish(), uri: text, iteration }),
  response: updated,
  handle: (call, { model, iteration: at, ...content }) => applyEdit(call, { model, iteration: at, content }),
});

const update = defineEndpoint({
  name: 'models.update',
  needs: 'work',
  summary: 'Changes fields of a model',
  request: z.object({
    model: modelId,
    name: z.string().min(1).nullish(),
    comment: modelFields.comment,
    tags: modelFields.tags,
    system_tags: modelFields.system_tags,
    ready: flag,
    project: text,
    task: text,
    metadata: modelFields.metadata,
    uri: text,
    iteration,
  }),
  response: updated,
  handle: (call, { model, iteration: at, ...content }) => applyEdit(call, { model, iteration: at, content }),
});

async function applyEdit(
  { api, principal }: Call,
  { model, iteration: at, content }: { model: string; iteration: number | null | undefined; content: ModelContent },
) {
  const changed = await editModel(api.db, { model, iteration: at, content });
  const fields = Object.fromEntries(Object.entries(content).filter(([, value]) => value !== undefined && value !== null));
  return {
    updated: 1,
    fields: wireFields({ ...fields, last_update: changed, last_change: changed, last_changed_by: principal.userId }),
  };
}

const move = defineEndpoint({
  name: 'models.move',
  needs: 'work',
  summary: 'Moves models into a project, which is made when it is missing',
  request: z.object({ ids, project: text, project_name: text }),
  response: z.object({ project_id: z.string() }),
  async handle({ api, principal }, { ids: models, project, project_name: projectName }) {
    const id = await moveToProject(api.db, 'models', { ids: models, project, projectName, userId: principal.userId });
    return { project_id: id };
  },
});

export const writeEndpoints = [create, edit, update, move];
