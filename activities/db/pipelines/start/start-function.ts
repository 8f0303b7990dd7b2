import type { FunctionStep } from '../../../../workflows/contracts/pipeline.ts';
import { encodeValue } from '../../../../workflows/domain/pipeline/parameters.ts';
import { openAttempt } from '../../tasks/attempts.ts';
import { changeStatus } from '../../tasks/change-status.ts';
import { insertTask } from '../../tasks/create-task.ts';
import { lockTask } from '../../tasks/lock.ts';
import { createResolver } from '../facts.ts';
import { updateNode } from '../node-rows.ts';
import type { StepStart } from '../start-steps.ts';
import { addToTimeline } from '../timeline.ts';
import { PIPE_TAG } from './start-task.ts';

/** Makes the record of a function that the definition's worker runs: a task in progress, with the arguments as its parameters. */
export async function startFunction({ em, record, row, attempt, actor }: StepStart, step: FunctionStep): Promise<void> {
  const context = { run: record.run, parameters: record.parameters, node: row };
  const wanted = { ...step.arguments, ...row.overrides };
  const given = (await createResolver(em, context, wanted)).resolve(wanted);
  const section = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, { section: 'kwargs', name, ...encodeValue(value) }]),
  );
  const id =
    row.attempts > row.base && row.task !== null
      ? row.task
      : await insertTask(em, {
          userId: record.userId,
          content: {
            name: row.name,
            type: 'data_processing',
            project: record.project,
            parent: record.run,
            tags: [...record.spec.tags, `${PIPE_TAG} ${record.run}`],
            hyperparams: { kwargs: section },
          },
        });
  const task = await lockTask(em, id);
  await changeStatus(em, task, { to: 'in_progress', actor, reason: `step of run ${record.run}`, force: true });
  await openAttempt(em, task, { kind: 'workflow' });
  const now = new Date();
  await updateNode(em, row, {
    state: 'running',
    reason: null,
    attempts: attempt,
    task: id,
    parameters: given,
    queued: now,
    started: now,
    ended: null,
    limit_reason: null,
  });
  await addToTimeline(em, { run: row.run, node: row.name, state: 'running' });
}
