import { z } from 'zod';
import { deleteArtifacts, putArtifacts } from '../../../../activities/db/tasks/artifacts.ts';
import { putModel, removeModels } from '../../../../activities/db/tasks/task-models.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { flag, taskId } from '../../schemas/common.ts';
import { artifact, artifactMode } from '../../schemas/task.ts';

const addOrUpdateArtifacts = defineEndpoint({
  name: 'tasks.add_or_update_artifacts',
  needs: 'work',
  summary: 'Adds artifacts to a draft or a running task; one of the same key and mode is replaced',
  request: z.object({ task: taskId, artifacts: z.array(artifact), force: flag }),
  response: z.object({ updated: z.int() }),
  async handle({ api, principal }, { task, artifacts, force }) {
    await putArtifacts(api.db, { task, userId: principal.userId, artifacts, force: force ?? false });
    return { updated: 1 };
  },
});

const removeArtifacts = defineEndpoint({
  name: 'tasks.delete_artifacts',
  needs: 'work',
  summary: 'Deletes artifacts of a draft or a running task',
  request: z.object({
    task: taskId,
    artifacts: z.array(z.object({ key: z.string(), mode: artifactMode.default('output') })),
    force: flag,
  }),
  response: z.object({ deleted: z.int() }),
  async handle({ api, principal }, { task, artifacts, force }) {
    await deleteArtifacts(api.db, { task, userId: principal.userId, artifacts, force: force ?? false });
    return { deleted: 1 };
  },
});

const MAX_INT = 2_147_483_647;

const addOrUpdateModel = defineEndpoint({
  name: 'tasks.add_or_update_model',
  needs: 'work',
  summary: 'Links a model to a task under a name',
  request: z.object({
    task: taskId,
    name: z.string().min(1),
    model: z.string().min(1),
    type: artifactMode,
    iteration: z.int().min(-MAX_INT).max(MAX_INT).nullish(),
  }),
  response: z.object({ updated: z.int() }),
  async handle({ api, principal }, { type: side, ...link }) {
    await putModel(api.db, { ...link, side, userId: principal.userId });
    return { updated: 1 };
  },
});

const deleteModels = defineEndpoint({
  name: 'tasks.delete_models',
  needs: 'work',
  summary: 'Removes links to models from a task; the models stay',
  request: z.object({ task: taskId, models: z.array(z.object({ name: z.string(), type: artifactMode })) }),
  response: z.object({ updated: z.int() }),
  async handle({ api, principal }, { task, models }) {
    await removeModels(api.db, {
      task,
      userId: principal.userId,
      models: models.map(({ name, type: side }) => ({ name, side })),
    });
    return { updated: 1 };
  },
});

export const artifactEndpoints = [addOrUpdateArtifacts, removeArtifacts, addOrUpdateModel, deleteModels];
