import { z } from 'zod';
import { startNewRun } from '../../../../activities/db/pipelines/new-run.ts';
import { actorOf } from '../../../context.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { taskId, text } from '../../schemas/common.ts';

const startPipeline = defineEndpoint({
  name: 'pipelines.start_pipeline',
  needs: 'work',
  summary: 'Starts another run of the definition of a run, with other arguments if any are given',
  request: z.object({
    task: taskId,
    queue: text,
    args: z.array(z.object({ name: z.string(), value: z.string().nullish() })).nullish(),
  }),
  response: z.object({ pipeline: z.string(), enqueued: z.boolean() }),
  async handle({ api, principal }, { task, queue, args }) {
    const pipeline = await startNewRun(api.db, {
      run: task,
      parameters: {},
      texts: Object.fromEntries((args ?? []).map(({ name, value }) => [name, value ?? ''])),
      version: null,
      ignoreCache: false,
      queue: queue || null,
      userId: principal.userId,
      actor: actorOf(principal),
    });
    return { pipeline, enqueued: true };
  },
});

export const pipelineEndpoints = [startPipeline];
