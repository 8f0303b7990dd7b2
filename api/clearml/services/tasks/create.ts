import { z } from 'zod';
import { checkReferences } from '../../../../activities/db/tasks/check-references.ts';
import { createTask } from '../../../../activities/db/tasks/create-task.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { taskFields, taskType } from '../../schemas/task.ts';

const newTask = z.object({ ...taskFields, name: z.string().min(1), type: taskType.default('training') });

const create = defineEndpoint({
  name: 'tasks.create',
  needs: 'work',
  summary: 'Makes a new task, a draft',
  request: newTask,
  response: z.object({ id: z.string() }),
  async handle({ api, principal }, content) {
    return { id: await createTask(api.db, { content, userId: principal.userId }) };
  },
});

const validate = defineEndpoint({
  name: 'tasks.validate',
  needs: 'read',
  summary: 'Checks what tasks.create would check, and makes nothing',
  request: newTask,
  async handle({ api }, content) {
    await checkReferences(api.db.em.fork(), content);
    return {};
  },
});

export const createEndpoints = [create, validate];
