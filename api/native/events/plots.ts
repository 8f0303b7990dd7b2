import { z } from 'zod';
import { Refusal } from '../../../activities/db/errors.ts';
import { listPlots, readPlot } from '../../../activities/db/events/reported/plots.ts';
import { requireOwners } from '../../../activities/db/events/require-owners.ts';
import { parsePythonJson } from '../../python-json.ts';
import { defineRoute } from '../route.ts';

const params = z.object({ id: z.string() });

const list = defineRoute({
  method: 'get',
  path: '/tasks/:id/plots',
  needs: 'read',
  summary: 'Which plots a task has, and of which iterations',
  params,
  response: z.object({
    plots: z.array(z.object({ metric: z.string(), variant: z.string(), iterations: z.array(z.int()) })),
  }),
  async handle({ api, params: { id: task } }) {
    const em = api.db.em.fork();
    await requireOwners(em, [task]);
    return { plots: await listPlots(em, task) };
  },
});

const one = defineRoute({
  method: 'get',
  path: '/tasks/:id/plots/one',
  needs: 'read',
  summary: 'One plot as a Plotly figure',
  params,
  query: z.object({ metric: z.string(), variant: z.string().default(''), iter: z.coerce.number().pipe(z.int()) }),
  response: z.object({ plot: z.record(z.string(), z.unknown()).nullable() }),
  async handle({ api, params: { id: task }, query: { metric, variant, iter } }) {
    const text = await readPlot(api.db.em.fork(), { task, metric, variant, iter });
    if (text === null) {
      throw new Refusal('plotNotFound', `task ${task} has no plot "${metric}" / "${variant}" of iteration ${iter}`, {
        field: 'iter',
      });
    }
    return { plot: parsePythonJson(text, null) ?? { data: [], layout: { title: 'This plot is no JSON' } } };
  },
});

export const plotRoutes = [list, one];
