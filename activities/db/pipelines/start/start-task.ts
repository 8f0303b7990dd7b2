import type { TaskStep } from '../../../../workflows/contracts/pipeline.ts';
import { referringParts } from '../../../../workflows/domain/pipeline/check-spec.ts';
import { insertTask } from '../../tasks/create-task.ts';
import { enqueueWithin } from '../../tasks/enqueue.ts';
import { resetWithin } from '../../tasks/reset-task.ts';
import { createResolver } from '../facts.ts';
import { updateNode } from '../node-rows.ts';
import type { RunRecord } from '../run-record.ts';
import type { StepStart } from '../start-steps.ts';
import { addingToTimeline } from '../timeline.ts';
import type { BaseTask } from './base-task.ts';
import { cacheKey } from './cache.ts';
import { consultCache, takeCached } from './consult-cache.ts';
import { pinToWorker } from './pin-to-worker.ts';
import { stepContent } from './step-content.ts';

/** Clones or makes the step's task and enqueues it; a later attempt runs the same task again, from its beginning. */
export async function startTask(start: StepStart, step: TaskStep): Promise<void> {
  if (start.row.attempts > start.row.base && start.row.task !== null) return runAgain(start, step, start.row.task);
  const { em, record, row } = start;
  const resolver = await createResolver(em, { run: record.run, parameters: record.parameters, node: row }, [
    referringParts(step),
    row.overrides,
  ]);
  const base = await start.readBase(em, step.base);
  const made = stepContent({ base, step, resolver, overrides: row.overrides, outputDest: outputDest(record, base) });
  const key = step.cache && made.parts ? cacheKey(made.parts) : null;
  const answer = step.cache ? await consultCache(start, { key, unknown: 'the commit is not pinned' }) : null;
  if (answer?.hit) return takeCached(start, { ...answer, given: made.given });
  const task = await insertTask(em, {
    userId: record.userId,
    controller: base.controller,
    gpusNeeded: step.gpus ?? base.gpus_needed,
    content: {
      ...made.content,
      name: row.name,
      project: record.project,
      parent: record.run,
      tags: [
        ...base.tags.filter((tag) => !tag.startsWith(PIPE_TAG)),
        ...step.tags,
        ...record.spec.tags,
        `${PIPE_TAG} ${record.run}`,
      ],
    },
  });
  await enqueueStep(
    start,
    step,
    { id: task, isNew: true },
    {
      reason: answer?.reason ?? null,
      parameters: made.given,
      cache_key: key?.key ?? null,
      cache_parts: key?.parts ?? null,
    },
  );
}

/** The pipeline's word comes before that of the task it is cloned from, and the file server last. */
const outputDest = ({ spec, outputDest: ofRun }: RunRecord, base: BaseTask): string | null =>
  spec.outputUri ?? base.output_dest ?? ofRun;

/** How ClearML marks the tasks of a run. */
export const PIPE_TAG = 'pipe:';

async function runAgain(start: StepStart, step: TaskStep, task: string): Promise<void> {
  await resetWithin(start.em, { task, actor: start.actor, force: true });
  await enqueueStep(start, step, { id: task, isNew: false });
}

/** `also` is written with it. */
async function enqueueStep(
  { em, record, row, attempt, actor }: StepStart,
  step: TaskStep,
  { id: task, isNew }: { id: string; isNew: boolean },
  also: Parameters<typeof updateNode>[2] = {},
): Promise<void> {
  const queueName = step.queue ?? record.spec.defaultQueue;
  const place = step.sameWorkerAs === null ? null : await pinToWorker(em, { row, task, sameWorkerAs: step.sameWorkerAs });
  const { queue } = await enqueueWithin(em, { task, isNew, queueName, actor, reason: `step of run ${record.run}` });
  const now = new Date();
  const changes: typeof also = {
    ...also,
    state: 'queued',
    reason: [place, also.reason].filter((reason) => typeof reason === 'string').join('; ') || null,
    attempts: attempt,
    task,
    queue,
    queued: now,
    started: null,
    ended: null,
    limit_reason: null,
  };
  const entry = { run: row.run, node: row.name, state: 'queued' as const, text: attemptText(attempt - row.base) };
  await updateNode(em, row, changes, [addingToTimeline(entry)]);
}

const attemptText = (attempt: number): string => (attempt > 1 ? `attempt ${attempt}` : '');
