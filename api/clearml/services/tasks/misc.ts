import { z } from 'zod';
import { query, sql } from '../../../../activities/db/sql.ts';
import { editPart } from '../../../../activities/db/tasks/edit-parts.ts';
import { moveToProject } from '../../../../activities/db/tasks/move-tasks.ts';
import { pingTask } from '../../../../activities/db/tasks/ping.ts';
import { publishTask } from '../../../../activities/db/tasks/publish-task.ts';
import { actorOf } from '../../../context.ts';
import { statusFields } from '../../documents/status-fields.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { flag, ids, reasons, taskId, text, texts, updated } from '../../schemas/common.ts';

const publish = defineEndpoint({
  name: 'tasks.publish',
  needs: 'work',
  summary: 'Publishes a task and its output models: it is not changed any more',
  request: z.object({ task: taskId, force: flag, publish_model: flag, ...reasons }),
  response: updated,
  async handle(
    { api, principal },
    { task, force, publish_model: publishModels, status_reason: reason, status_message: message },
  ) {
    const fields = await publishTask(api.db, {
      task,
      actor: actorOf(principal),
      force: force ?? false,
      publishModels: publishModels ?? true,
      reason: reason ?? '',
      message: message ?? '',
    });
    return { updated: 1, fields: statusFields(fields) };
  },
});

const move = defineEndpoint({
  name: 'tasks.move',
  needs: 'work',
  summary: 'Moves tasks into a project, which is made when it is missing',
  request: z.object({ ids, project: text, project_name: text }),
  response: z.object({ project_id: z.string() }),
  async handle({ api, principal }, { ids: tasks, project, project_name: projectName }) {
    const id = await moveToProject(api.db, 'tasks', { ids: tasks, project, projectName, userId: principal.userId });
    return { project_id: id };
  },
});

const ping = defineEndpoint({
  name: 'tasks.ping',
  needs: 'work',
  summary: 'Says that whoever runs the task is alive',
  request: z.object({ task: taskId }),
  async handle({ api }, { task }) {
    await pingTask(api.db, task);
    return {};
  },
});

const setRequirements = defineEndpoint({
  name: 'tasks.set_requirements',
  needs: 'work',
  summary: 'Sets the packages of a task',
  request: z.object({ task: taskId, requirements: z.record(z.string(), z.unknown()) }),
  response: updated,
  async handle({ api, principal }, { task, requirements }) {
    await editPart(api.db, { task, part: 'script', userId: principal.userId, change: (script) => ({ ...script, requirements }) });
    return { updated: 1, fields: {} };
  },
});

const getTypes = defineEndpoint({
  name: 'tasks.get_types',
  needs: 'read',
  summary: 'The types of task in use',
  request: z.object({ projects: texts }),
  response: z.object({ types: z.array(z.string()) }),
  async handle({ api }, { projects }) {
    const chosen = projects && projects.length > 0 ? sql`where project = any(${projects}::text[])` : sql``;
    const rows = await query<{ type: string }>(api.db.em.fork(), sql`select distinct type from tasks ${chosen} order by type`);
    return { types: rows.map((row) => row.type) };
  },
});

export const miscEndpoints = [publish, move, ping, setRequirements, getTypes];
