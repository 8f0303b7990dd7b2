import { z } from 'zod';
import { type MetricName, readNames } from '../../../../activities/db/events/reported/read-names.ts';
import { requireOwners } from '../../../../activities/db/events/require-owners.ts';
import { readLatestValues } from '../../../../activities/db/events/scalars/read-latest-values.ts';
import { readSingleValues } from '../../../../activities/db/events/scalars/read-single-values.ts';
import { query, sql } from '../../../../activities/db/sql.ts';
import { wireFloat } from '../../documents/wire-float.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { modelEvents } from './schemas.ts';
import { treeOf } from './tree.ts';

const singleValues = defineEndpoint({
  name: 'events.get_task_single_value_metrics',
  needs: 'read',
  summary: 'Values that tasks or models reported once and for all',
  request: z.object({ tasks: z.array(z.string()), model_events: modelEvents }),
  response: z.object({ tasks: z.array(z.record(z.string(), z.unknown())) }),
  async handle({ api }, { tasks, model_events: ofModel }) {
    const em = api.db.em.fork();
    const names = await requireOwners(em, tasks, ofModel);
    const byOwner = Map.groupBy(await readSingleValues(em, tasks, ofModel), (each) => each.owner);
    return {
      tasks: [...byOwner].map(([task, values]) => ({
        task,
        task_name: names.get(task),
        values: values.map(({ metric, variant, value, at }) => ({ metric, variant, value: wireFloat(value), timestamp: at })),
      })),
    };
  },
});

const latestValues = defineEndpoint({
  name: 'events.get_task_latest_scalar_values',
  needs: 'read',
  summary: 'The last value of each curve of a task',
  request: z.object({ task: z.string() }),
  async handle({ api }, { task }) {
    const em = api.db.em.fork();
    await requireOwners(em, [task]);
    const [record] = await query<{ name: string; status: string; last_iter: number }>(
      em,
      sql`select name, status, last_iteration as last_iter from tasks where id = ${task}`,
    );
    const values = await readLatestValues(em, task);
    return {
      ...record,
      last_timestamp: values.reduce((last, { at }) => Math.max(last, at), 0),
      metrics: [...Map.groupBy(values, (each) => each.metric)].map(([name, of]) => ({
        name,
        variants: of.map(({ variant, value, at, mean }) => ({
          name: variant,
          last_value: wireFloat(value),
          last_timestamp: at,
          last_100_value: wireFloat(mean),
        })),
      })),
    };
  },
});

const namesOf = (name: string, kind: 'scalars' | 'vectors') =>
  defineEndpoint({
    name,
    needs: 'read',
    summary: `Under which metrics and variants a task or model has ${kind}`,
    request: z.object({ task: z.string(), model_events: modelEvents }),
    response: z.object({ metrics: z.record(z.string(), z.array(z.string())) }),
    async handle({ api }, { task, model_events: ofModel }) {
      const em = api.db.em.fork();
      await requireOwners(em, [task], ofModel);
      const byMetric = Map.groupBy(await readNames(em, { kind, owners: [task], ofModel }), (each) => each.metric);
      const variants = ([, of]: [string, MetricName[]]) => of.map(({ variant }) => variant);
      return { metrics: treeOf(byMetric, ([metric]) => [metric], variants) };
    },
  });

export const scalarValueEndpoints = [
  singleValues,
  latestValues,
  namesOf('events.get_scalar_metrics_and_variants', 'scalars'),
  namesOf('events.get_vector_metrics_and_variants', 'vectors'),
];
