import { z } from 'zod';
import { cloneTask } from '../../../../activities/db/tasks/clone-task.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { flag, taskId, text, texts } from '../../schemas/common.ts';
import { configuration, container, execution, hyperParameters, modelItem } from '../../schemas/task.ts';

const clone = defineEndpoint({
  name: 'tasks.clone',
  needs: 'work',
  summary: 'Makes a draft with the definition of another task and none of its results',
  request: z.object({
    task: taskId,
    new_task_name: z.string().min(1).nullish(),
    new_task_comment: text,
    new_task_tags: texts,
    new_task_system_tags: texts,
    new_task_parent: text,
    new_task_project: text,
    new_project_name: text,
    new_task_hyperparams: hyperParameters.nullish(),
    new_task_configuration: configuration.nullish(),
    new_task_container: container.nullish(),
    new_task_input_models: z.array(modelItem).nullish(),
    execution_overrides: execution.nullish(),
    validate_references: flag,
  }),
  response: z.object({ id: z.string(), new_project: z.object({ id: z.string(), name: z.string() }).optional() }),
  async handle({ api, principal }, request) {
    const { id, newProject } = await cloneTask(api.db, {
      task: request.task,
      userId: principal.userId,
      newProjectName: request.new_project_name,
      inputModels: request.new_task_input_models,
      executionOverrides: request.execution_overrides,
      overrides: {
        name: request.new_task_name,
        comment: request.new_task_comment,
        tags: request.new_task_tags,
        system_tags: request.new_task_system_tags,
        parent: request.new_task_parent,
        project: request.new_task_project,
        hyperparams: request.new_task_hyperparams,
        configuration: request.new_task_configuration,
        container: request.new_task_container,
      },
    });
    return { id, ...(newProject ? { new_project: newProject } : {}) };
  },
});

export const cloneEndpoints = [clone];
