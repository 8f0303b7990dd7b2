import { z } from 'zod';
import { deleteParameters, setParameters } from '../../../../activities/db/tasks/hyper-parameters.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { flag, ids, taskId, text } from '../../schemas/common.ts';
import { hyperParameter } from '../../schemas/task.ts';
import { readParts } from './parts.ts';

const item = hyperParameter.extend({ section: z.string().min(1), name: z.string().min(1) });

const edit = defineEndpoint({
  name: 'tasks.edit_hyper_params',
  needs: 'work',
  summary: 'Sets parameters of a draft; properties at any time',
  request: z.object({
    task: taskId,
    hyperparams: z.array(item),
    replace_hyperparams: z.enum(['none', 'section', 'all']).nullish(),
    force: flag,
  }),
  response: z.object({ updated: z.int() }),
  async handle({ api, principal }, { task, hyperparams: items, replace_hyperparams: replace, force }) {
    await setParameters(api.db, { task, userId: principal.userId, items, replace: replace ?? 'none', force: force ?? false });
    return { updated: 1 };
  },
});

const remove = defineEndpoint({
  name: 'tasks.delete_hyper_params',
  needs: 'work',
  summary: 'Deletes parameters, or whole sections of them',
  request: z.object({ task: taskId, hyperparams: z.array(z.object({ section: z.string().min(1), name: text })), force: flag }),
  response: z.object({ deleted: z.int() }),
  async handle({ api, principal }, { task, hyperparams: keys, force }) {
    await deleteParameters(api.db, { task, userId: principal.userId, keys, force: force ?? false });
    return { deleted: 1 };
  },
});

const get = defineEndpoint({
  name: 'tasks.get_hyper_params',
  needs: 'read',
  summary: 'Parameters of tasks, by section and name',
  request: z.object({ tasks: ids }),
  response: z.object({ params: z.array(z.object({ task: z.string(), hyperparams: z.array(hyperParameter) })) }),
  async handle({ api }, { tasks }) {
    const rows = await readParts(api.db.em.fork(), tasks, 'hyperparams');
    return {
      params: rows.map(({ id, part }) => ({
        task: id,
        hyperparams: Object.values(part)
          .flatMap((section) => Object.values(section))
          .toSorted(byPlace),
      })),
    };
  },
});

type Item = z.output<typeof hyperParameter>;

const byPlace = (a: Item, b: Item): number => compare(a.section, b.section) || compare(a.name, b.name);
const compare = (a = '' as string | null | undefined, b = '' as string | null | undefined): number =>
  a! < b! ? -1 : Number(a! > b!);

export const parameterEndpoints = [edit, remove, get];
