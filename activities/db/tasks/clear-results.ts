import { deleteEvents } from '../events/delete-events.ts';
import { deleteOutputModels } from '../models/delete-output-models.ts';
import type { Em } from '../orm.ts';
import { postStop } from '../outbox/post-stop.ts';
import { forgetTrials } from '../sweeps/forget-trials.ts';
import { closeAttempt } from './attempts.ts';
import { leaveQueue } from './dequeue.ts';
import type { LockedTask } from './lock.ts';
import { collectTaskFiles, type FileUrls } from './task-files.ts';

export interface ClearedResults {
  urls: FileUrls;
  dequeued: boolean;
  deletedModels: number;
  /** Output models that were kept, because they are published or used. */
  keptModels: string[];
}

/** Ends the run of a locked task, whatever it does, and deletes what it has produced. */
export async function clearResults(
  em: Em,
  task: LockedTask,
  { reason, deleteModels }: { reason: string; deleteModels: boolean },
): Promise<ClearedResults> {
  const dequeued = task.status === 'queued';
  if (dequeued) await leaveQueue(em, task, reason);
  await cancelRun(em, task, reason);
  const files = await collectTaskFiles(em, task.id);
  const models = await deleteOutputModels(em, { task: task.id, keepAll: !deleteModels });
  await deleteEvents(em, { owners: [task.id], ofModel: false });
  if (task.controller === 'sweep') await forgetTrials(em, task.id);
  return {
    urls: { ...files, model_urls: models.urls },
    dequeued,
    deletedModels: models.deleted.length,
    keptModels: models.kept,
  };
}

/** Whoever runs the task is told, and can no longer speak for it. */
async function cancelRun(em: Em, task: LockedTask, reason: string): Promise<void> {
  const run = await closeAttempt(em, task, { state: 'cancelled', reason });
  if (run) await postStop(em, task, run, reason);
}
