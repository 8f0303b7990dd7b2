import { z } from 'zod';
import { editTask } from '../../../../activities/db/tasks/edit-task.ts';
import { maskContainer } from '../../../../workflows/domain/container-secrets.ts';
import { wireFields } from '../../documents/status-fields.ts';
import { type Call, defineEndpoint } from '../../endpoint.ts';
import { flag, taskId, text, texts, updated } from '../../schemas/common.ts';
import { taskFields, taskType } from '../../schemas/task.ts';

const edit = defineEndpoint({
  name: 'tasks.edit',
  needs: 'work',
  summary: 'Replaces fields of a draft; of any other task with force',
  request: z.object({ task: taskId, ...taskFields, name: z.string().min(1).nullish(), type: taskType.nullish(), force: flag }),
  response: updated,
  handle: (call, { task, force, ...content }) => applyEdit(call, { task, force: force ?? false, content }),
});

const update = defineEndpoint({
  name: 'tasks.update',
  needs: 'work',
  summary: 'Changes name, tags, comment or project of a task in any status',
  request: z.object({
    task: taskId,
    name: z.string().min(1).nullish(),
    tags: texts,
    system_tags: texts,
    comment: text,
    project: text,
  }),
  response: updated,
  handle: (call, { task, ...content }) => applyEdit(call, { task, force: true, content }),
});

type EditContent = Parameters<typeof editTask>[1]['content'];

async function applyEdit(
  { api, principal }: Call,
  { task, force, content }: { task: string; force: boolean; content: EditContent },
) {
  const changed = await editTask(api.db, { task, force, content, userId: principal.userId });
  const { output_dest: destination, ...given } = content;
  const fields = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== null));
  const output = destination ? { output: { destination } } : {};
  if (fields.container) fields.container = maskContainer(content.container ?? {});
  return { updated: 1, fields: wireFields({ ...fields, ...output, ...changed, last_changed_by: principal.userId }) };
}

export const editEndpoints = [edit, update];
