import { z } from 'zod';
import { countContents, deleteProject } from '../../../../activities/db/projects/delete-project.ts';
import { mergeProject } from '../../../../activities/db/projects/merge-project.ts';
import { moveProject } from '../../../../activities/db/projects/rename-project.ts';
import { updateProject } from '../../../../activities/db/projects/update-project.ts';
import { getProject } from '../../documents/projects.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { flag, text, texts, updated } from '../../schemas/common.ts';
import { filesAfter, sweepNow } from '../discard-files.ts';

const project = z.string().min(1).describe('Id of the project');

const update = defineEndpoint({
  name: 'projects.update',
  needs: 'work',
  summary: 'Changes a project; a new name moves those below too',
  request: z.object({
    project,
    name: text,
    description: text,
    tags: texts,
    system_tags: texts,
    default_output_destination: text,
  }),
  response: updated,
  async handle({ api, principal }, request) {
    return { updated: 1, fields: await updateProject(api.db, { ...request, userId: principal.userId }) };
  },
});

const move = defineEndpoint({
  name: 'projects.move',
  needs: 'work',
  summary: 'Puts a project under another one, or at the top',
  request: z.object({ project, new_location: text }),
  response: z.object({ moved: z.int() }),
  async handle({ api, principal }, { project: id, new_location: location }) {
    return { moved: await moveProject(api.db, { project: id, location: location ?? '', userId: principal.userId }) };
  },
});

const merge = defineEndpoint({
  name: 'projects.merge',
  needs: 'work',
  summary: 'Moves all that a project holds into another one, and deletes it',
  request: z.object({ project, destination_project: z.string().min(1) }),
  response: z.object({ moved_entities: z.int(), moved_projects: z.int() }),
  async handle({ api, principal }, { project: id, destination_project: destination }) {
    const { movedEntities, movedProjects } = await mergeProject(api.db, { project: id, destination, userId: principal.userId });
    return { moved_entities: movedEntities, moved_projects: movedProjects };
  },
});

const remove = defineEndpoint({
  name: 'projects.delete',
  needs: 'work',
  summary: 'Deletes a project and those below it',
  request: z.object({ project, force: flag, delete_contents: flag, delete_external_artifacts: flag }),
  response: z.object({ deleted: z.int(), deleted_tasks: z.int(), deleted_models: z.int(), disassociated_tasks: z.int() }),
  async handle(call, request) {
    const result = await deleteProject(call.api.db, {
      project: request.project,
      force: request.force ?? false,
      deleteContents: request.delete_contents ?? false,
      filesAfter: filesAfter(call, request),
    });
    await sweepNow(call);
    return {
      deleted: result.deleted,
      deleted_tasks: result.deletedTasks,
      deleted_models: result.deletedModels,
      disassociated_tasks: result.disassociatedTasks,
      urls: result.urls,
    };
  },
});

const validateDelete = defineEndpoint({
  name: 'projects.validate_delete',
  needs: 'read',
  summary: 'What would be deleted with a project',
  request: z.object({ project }),
  response: z.object({ tasks: z.int(), non_archived_tasks: z.int(), models: z.int(), non_archived_models: z.int() }),
  async handle({ api }, { project: id }) {
    const em = api.db.em.fork();
    await getProject(em, id);
    return { ...(await countContents(em, id)) };
  },
});

export const writeEndpoints = [update, move, merge, remove, validateDelete];
