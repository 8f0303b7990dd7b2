import type { RunRef } from '../../../workflows/contracts/run.ts';
import { holds } from '../../../workflows/domain/pipeline/condition.ts';
import { BadReference } from '../../../workflows/domain/pipeline/references.ts';
import type { NodeUpdate } from '../../../workflows/domain/pipeline/run-state.ts';
import { Refusal } from '../errors.ts';
import type { Db, Em } from '../orm.ts';
import { createResolver, Unresolved } from './facts.ts';
import { lockNode, type NodeRow, updateNode, updateOf } from './node-rows.ts';
import { type RunRecord, readRun } from './run-record.ts';
import { type ReadBaseTask, readingBasesOnce } from './start/base-task.ts';
import { startFunction } from './start/start-function.ts';
import { startNested } from './start/start-nested.ts';
import { startTask } from './start/start-task.ts';
import { startWaiting } from './start/start-waiting.ts';
import { addToTimeline } from './timeline.ts';

export interface StepStart {
  em: Em;
  record: RunRecord;
  row: NodeRow;
  attempt: number;
  /** The run's own attempt, in whose name things happen. */
  actor: string;
  readBase: ReadBaseTask;
}

/** Nodes that are started in one transaction: each commit is a wait for the disk, and wakes the relay. */
const TOGETHER = 10;

/**
 * Starts nodes: what their references refer to is read, their tasks made and enqueued. An attempt that was started before is answered as
 * it is. A step that cannot be started has failed, and says why. When the end of the run has been asked for, as by a callback whose answer came
 * before the workflow heard of it, nothing is started, and the answers say so.
 */
export async function startSteps(
  db: Db,
  { run, steps }: { run: RunRef; steps: { node: string; attempt: number }[] },
): Promise<NodeUpdate[]> {
  const record = await readRun(db.em.fork(), run.taskId);
  const shared = { record, actor: `run:${run.taskId}-${run.attempt}`, readBase: readingBasesOnce() };
  const updates: NodeUpdate[] = [];
  for (let from = 0; from < steps.length; from += TOGETHER) {
    const together = steps.slice(from, from + TOGETHER).map((step) => ({ ...step, ...shared }));
    updates.push(...(await startTogether(db, together)));
  }
  return updates;
}

interface StartInput extends Omit<StepStart, 'em' | 'row'> {
  node: string;
}

async function startTogether(db: Db, inputs: StartInput[]): Promise<NodeUpdate[]> {
  try {
    return await db.em.fork().transactional(async (em) => {
      const updates: NodeUpdate[] = [];
      for (const input of inputs) updates.push(await startOne(em, input));
      return updates;
    });
  } catch (error) {
    if (!isTheUsers(error)) throw error;
    const [first, ...more] = inputs;
    if (more.length === 0 && first) return [await failStep(db, first, (error as Error).message)];
    // One of them cannot be started: each for itself.
    const updates: NodeUpdate[] = [];
    for (const input of inputs) updates.push(...(await startTogether(db, [input])));
    return updates;
  }
}

async function startOne(em: Em, { node, ...input }: StartInput): Promise<NodeUpdate> {
  const row = await lockNode(em, input.record.run, node);
  if (row.attempts >= input.attempt) return updateOf(row);
  const { stop } = input.record;
  if (stop !== null) return { ...updateOf(row), stop };
  await start({ ...input, em, row });
  return updateOf(row);
}

async function start(start: StepStart): Promise<void> {
  const { em, record, row } = start;
  const { when } = row.spec;
  if (when && row.instance_of === null && row.attempts === row.base) {
    const resolver = await createResolver(em, { run: record.run, parameters: record.parameters, node: row }, when);
    if (!holds(resolver.resolve(when))) return skip(start, 'its condition does not hold');
  }
  switch (row.spec.kind) {
    case 'task':
      return startTask(start, row.spec);
    case 'function':
      return startFunction(start, row.spec);
    case 'pipeline':
      return startNested(start, row.spec);
    case 'approval':
    case 'wait':
      return startWaiting(start, row.spec);
  }
}

async function skip({ em, row }: StepStart, reason: string): Promise<void> {
  await updateNode(em, row, { state: 'skipped', reason, ended: new Date() });
  await addToTimeline(em, { run: row.run, node: row.name, state: 'skipped', text: reason });
}

/** Failures that the definition is to blame for; everything else is tried again. */
export const isTheUsers = (error: unknown): boolean =>
  error instanceof Unresolved || error instanceof BadReference || error instanceof Refusal || error instanceof TypeError;

function failStep(db: Db, { record: { run }, node, attempt }: StartInput, reason: string): Promise<NodeUpdate> {
  return db.em.fork().transactional(async (em) => {
    const row = await lockNode(em, run, node);
    if (row.attempts >= attempt) return updateOf(row);
    const now = new Date();
    await updateNode(em, row, { state: 'failed', reason, attempts: attempt, started: now, ended: now });
    await addToTimeline(em, { run, node, state: 'failed', text: reason });
    return updateOf(row);
  });
}
