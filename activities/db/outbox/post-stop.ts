import type { RunRef } from '../../../workflows/contracts/run.ts';
import type { Em } from '../orm.ts';
import type { LockedTask } from '../tasks/lock.ts';
import { post } from './post.ts';

/** Tells whatever runs this attempt of a locked task to stop. */
export function postStop(em: Em, task: LockedTask, run: RunRef, reason: string): Promise<void> {
  const { controller } = task;
  if (task.attempt_kind === 'workflow' && controller) return post(em, { kind: 'stopController', controller, run, reason });
  return post(em, { kind: 'stopRequested', run, reason });
}
