import { updateNode } from '../node-rows.ts';
import type { StepStart } from '../start-steps.ts';
import { addToTimeline } from '../timeline.ts';
import { askCache, type CacheAnswer, type CacheKey } from './cache.ts';

/** Asks the cache on behalf of a step that may come from it; `unknown` says why it has no key. */
export async function consultCache(
  { em, record, row }: StepStart,
  { key, unknown }: { key: CacheKey | null; unknown: string },
): Promise<CacheAnswer> {
  if (!key) return { hit: false, reason: `not cached: ${unknown}` };
  if (record.ignoreCache) return { hit: false, reason: 'not cached: the run ignores the cache' };
  return askCache(em, { key, pipeline: record.project, step: row.step });
}

/** Ends a node with the task of an equal step. */
export async function takeCached(
  { em, row, attempt }: StepStart,
  { task, reason, given }: { task: string; reason: string; given: Record<string, unknown> },
): Promise<void> {
  const now = new Date();
  await updateNode(em, row, { state: 'cached', reason, task, attempts: attempt, parameters: given, started: now, ended: now });
  await addToTimeline(em, { run: row.run, node: row.name, state: 'cached', text: reason });
}
