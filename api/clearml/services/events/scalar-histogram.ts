import { z } from 'zod';
import { requireOwners } from '../../../../activities/db/events/require-owners.ts';
import {
  type CurveAsText,
  type ReadCurvesInput,
  readCurves,
  readCurvesAsText,
} from '../../../../activities/db/events/scalars/read-curves.ts';
import type { Em } from '../../../../activities/db/orm.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { JsonText } from '../../json-text.ts';
import { curveDocument, curveText, type Key, metricFilters, modelEvents, scalarKey } from './schemas.ts';
import { treeOf, treeText } from './tree.ts';

const DEFAULT_SAMPLES = 6000;
const MOST_TASKS = 100;

const samples = z
  .int()
  .nonnegative()
  .nullish()
  .transform((value) => value ?? DEFAULT_SAMPLES)
  .describe('The most points of a curve; 0 for all');

const curve = z.object({ name: z.string(), x: z.array(z.union([z.number(), z.string()])), y: z.array(z.number().nullable()) });
const byVariant = <Leaf extends z.ZodType>(leaf: Leaf) => z.record(z.string(), z.record(z.string(), leaf));

const ofTask = defineEndpoint({
  name: 'events.scalar_metrics_iter_histogram',
  needs: 'read',
  summary: 'The curves of a task or model, by metric and variant, thinned out with minimum and maximum kept',
  request: z.object({ task: z.string(), key: scalarKey, samples, metrics: metricFilters, model_events: modelEvents }),
  response: byVariant(curve),
  async handle({ api }, { task, key, samples, metrics, model_events: ofModel }) {
    const em = api.db.em.fork();
    await requireOwners(em, [task], ofModel);
    const input = { owners: [task], ofModel, metrics, samples };
    return curveTree(em, input, { key, pathOf: ({ metric, variant }) => [metric, variant], nameOf: ({ variant }) => variant });
  },
});

const ofTasks = defineEndpoint({
  name: 'events.multi_task_scalar_metrics_iter_histogram',
  needs: 'read',
  summary: 'The curves of several tasks or models, by metric, variant and task',
  request: z.object({
    tasks: z.array(z.string()).min(1).max(MOST_TASKS),
    key: scalarKey,
    samples,
    metrics: metricFilters,
    model_events: modelEvents,
  }),
  response: z.object({ metrics: byVariant(z.record(z.string(), curve)) }),
  async handle({ api }, { tasks, key, samples, metrics, model_events: ofModel }) {
    const em = api.db.em.fork();
    const names = await requireOwners(em, tasks, ofModel);
    const input = { owners: tasks, ofModel, metrics, samples };
    const { text } = await curveTree(em, input, {
      key,
      pathOf: ({ metric, variant, owner }) => [metric, variant, owner],
      nameOf: ({ owner }) => names.get(owner)!,
    });
    return new JsonText(`{"metrics":${text}}`);
  },
});

type CurveName = Pick<CurveAsText, 'owner' | 'metric' | 'variant'>;

interface CurveTree {
  key: Key;
  pathOf(curve: CurveName): string[];
  nameOf(curve: CurveName): string;
}

/** Curves under their paths, as JSON. */
async function curveTree(em: Em, input: Omit<ReadCurvesInput, 'range'>, { key, pathOf, nameOf }: CurveTree): Promise<JsonText> {
  if (key === 'iter') {
    const curves = await readCurvesAsText(em, input);
    return new JsonText(treeText(treeOf(curves, pathOf, (curve) => curveText(curve.points, nameOf(curve)))));
  }
  const curves = await readCurves(em, input);
  return new JsonText(treeText(treeOf(curves, pathOf, (curve) => JSON.stringify(curveDocument(curve, nameOf(curve), key)))));
}

export const scalarHistogramEndpoints = [ofTask, ofTasks];
