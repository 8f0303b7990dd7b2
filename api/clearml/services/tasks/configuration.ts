import { z } from 'zod';
import { deleteConfiguration, setConfiguration } from '../../../../activities/db/tasks/configuration.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { flag, ids, taskId, texts } from '../../schemas/common.ts';
import { configurationItem } from '../../schemas/task.ts';
import { readParts } from './parts.ts';

const edit = defineEndpoint({
  name: 'tasks.edit_configuration',
  needs: 'work',
  summary: 'Sets configuration objects of a draft',
  request: z.object({
    task: taskId,
    configuration: z.array(configurationItem.extend({ name: z.string().min(1) })),
    replace_configuration: flag,
    force: flag,
  }),
  response: z.object({ updated: z.int() }),
  async handle({ api, principal }, { task, configuration: items, replace_configuration: replace, force }) {
    await setConfiguration(api.db, { task, userId: principal.userId, items, replace: replace ?? false, force: force ?? false });
    return { updated: 1 };
  },
});

const remove = defineEndpoint({
  name: 'tasks.delete_configuration',
  needs: 'work',
  summary: 'Deletes configuration objects of a draft',
  request: z.object({ task: taskId, configuration: z.array(z.string()), force: flag }),
  response: z.object({ deleted: z.int() }),
  async handle({ api, principal }, { task, configuration: names, force }) {
    await deleteConfiguration(api.db, { task, userId: principal.userId, names, force: force ?? false });
    return { deleted: 1 };
  },
});

const get = defineEndpoint({
  name: 'tasks.get_configurations',
  needs: 'read',
  summary: 'Configuration objects of tasks',
  request: z.object({ tasks: ids, names: texts }),
  response: z.object({ configurations: z.array(z.object({ task: z.string(), configuration: z.array(configurationItem) })) }),
  async handle({ api }, { tasks, names }) {
    const rows = await readParts(api.db.em.fork(), tasks, 'configuration');
    const wanted = (name: string) => !names || names.length === 0 || names.includes(name);
    return {
      configurations: rows.map(({ id, part }) => ({
        task: id,
        configuration: Object.values(part).filter((item) => wanted(item.name)),
      })),
    };
  },
});

const getNames = defineEndpoint({
  name: 'tasks.get_configuration_names',
  needs: 'read',
  summary: 'Names of the configuration objects of tasks',
  request: z.object({ tasks: ids, skip_empty: flag }),
  response: z.object({ configurations: z.array(z.object({ task: z.string(), names: z.array(z.string()) })) }),
  async handle({ api }, { tasks, skip_empty: skipEmpty }) {
    const rows = await readParts(api.db.em.fork(), tasks, 'configuration');
    const shown = ({ value }: { value: string }) => skipEmpty === false || value !== '';
    return {
      configurations: rows.map(({ id, part }) => ({
        task: id,
        names: Object.values(part)
          .filter(shown)
          .map((item) => item.name)
          .toSorted(),
      })),
    };
  },
});

export const configurationEndpoints = [edit, remove, get, getNames];
