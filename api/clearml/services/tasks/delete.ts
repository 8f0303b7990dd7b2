import { z } from 'zod';
import { type DeleteResult, deleteTask } from '../../../../activities/db/tasks/delete-task.ts';
import { type ResetResult, resetTask } from '../../../../activities/db/tasks/reset-task.ts';
import { actorOf } from '../../../context.ts';
import { statusFields } from '../../documents/status-fields.ts';
import { type Call, defineEndpoint } from '../../endpoint.ts';
import { flag, ids, reasons, taskId, updated } from '../../schemas/common.ts';
import { filesAfter, sweepNow } from '../discard-files.ts';
import { forEachId, manyResult } from '../many.ts';

const options = {
  force: flag,
  return_file_urls: flag.describe('Answers the addresses of the files that belonged to it'),
  delete_output_models: flag.describe('Output models go too, unless they are published or used; default true'),
  delete_external_artifacts: flag.describe('Stored files go too; default true'),
};
type Options = { [Name in keyof typeof options]?: boolean | null | undefined };

const deleteOptions = { ...options, move_to_trash: flag };

async function applyDelete(call: Call, task: string, request: Options): Promise<Record<string, unknown>> {
  const result = await deleteTask(call.api.db, {
    task,
    force: request.force ?? false,
    deleteModels: request.delete_output_models ?? true,
    filesAfter: filesAfter(call, request),
  });
  await sweepNow(call);
  return deletedAnswer(result, request);
}

const deletedAnswer = ({ urls, deletedModels, updatedModels, updatedChildren }: DeleteResult, request: Options) => ({
  deleted: true,
  deleted_models: deletedModels,
  updated_models: updatedModels,
  updated_children: updatedChildren,
  urls: request.return_file_urls ? urls : null,
});

const deleteOne = defineEndpoint({
  name: 'tasks.delete',
  needs: 'work',
  summary: 'Deletes a draft or an archived task with all it has produced; any other with force',
  request: z.object({ task: taskId, ...deleteOptions, ...reasons }),
  response: z.object({ deleted: z.boolean() }),
  handle: (call, { task, ...request }) => applyDelete(call, task, request),
});

const deleteMany = defineEndpoint({
  name: 'tasks.delete_many',
  needs: 'work',
  summary: 'Deletes several tasks',
  request: z.object({ ids, ...deleteOptions }),
  response: manyResult,
  handle: (call, { ids: tasks, ...request }) => forEachId(tasks, (task) => applyDelete(call, task, request)),
});

const resetOptions = { ...options, clear_all: flag.describe('Drops code and execution settings too') };

async function applyReset(call: Call, task: string, request: Options & { clear_all?: boolean | null | undefined }) {
  const result = await resetTask(call.api.db, {
    task,
    actor: actorOf(call.principal),
    force: request.force ?? false,
    clearAll: request.clear_all ?? false,
    deleteModels: request.delete_output_models ?? true,
    deleteFiles: request.delete_external_artifacts ?? true,
  });
  await sweepNow(call);
  return { result, answer: resetAnswer(result, request) };
}

const resetAnswer = ({ fields, deletedModels, urls }: ResetResult, request: Options) => ({
  updated: 1,
  fields: statusFields(fields),
  deleted_models: deletedModels,
  urls: request.return_file_urls ? urls : {},
});

const reset = defineEndpoint({
  name: 'tasks.reset',
  needs: 'work',
  summary: 'Makes a task a draft again: its results go, its definition stays',
  request: z.object({ task: taskId, ...resetOptions, ...reasons }),
  response: updated,
  async handle(call, { task, ...request }) {
    const { result, answer } = await applyReset(call, task, request);
    return { ...answer, dequeued: result.dequeued ? { removed: 1 } : {}, events: {} };
  },
});

const resetMany = defineEndpoint({
  name: 'tasks.reset_many',
  needs: 'work',
  summary: 'Resets several tasks',
  request: z.object({ ids, ...resetOptions }),
  response: manyResult,
  handle: (call, { ids: tasks, ...request }) =>
    forEachId(tasks, async (task) => {
      const { result, answer } = await applyReset(call, task, request);
      return { ...answer, dequeued: result.dequeued };
    }),
});

export const deleteEndpoints = [deleteOne, deleteMany, reset, resetMany];
