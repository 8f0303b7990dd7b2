import type { FunctionStep } from '../../../../workflows/contracts/pipeline.ts';
import { LONGEST_PARAMETER } from '../../../../workflows/contracts/pipeline-hooks.ts';
import { functionScript, submittedSource } from '../../../../workflows/domain/pipeline/function-script.ts';
import { encodeValue } from '../../../../workflows/domain/pipeline/parameters.ts';
import { jsonb, query, sql } from '../../sql.ts';
import { openAttempt } from '../../tasks/attempts.ts';
import { changeStatus } from '../../tasks/change-status.ts';
import { insertTask } from '../../tasks/create-task.ts';
import { lockTask } from '../../tasks/lock.ts';
import { createResolver, type Resolver } from '../facts.ts';
import { updateNode } from '../node-rows.ts';
import type { StepStart } from '../start-steps.ts';
import { addToTimeline } from '../timeline.ts';
import { type CacheKey, cacheKey } from './cache.ts';
import { consultCache, takeCached } from './consult-cache.ts';
import { PIPE_TAG } from './start-task.ts';
import { refersToStep } from './step-content.ts';

/** Makes the record of a function that the definition's worker runs: a task in progress, with the arguments as its parameters. */
export async function startFunction(start: StepStart, step: FunctionStep): Promise<void> {
  const { em, record, row } = start;
  const script = scriptOf(start);
  if (row.attempts > row.base && row.task !== null) {
    await query(em, sql`update tasks set script = ${jsonb(script)} where id = ${row.task}`);
    return begin(start, row.task, { parameters: row.parameters });
  }
  const wanted = { ...step.arguments, ...row.overrides };
  const resolver = await createResolver(em, { run: record.run, parameters: record.parameters, node: row }, wanted);
  const given = resolver.resolve(wanted);
  const key = step.cache ? keyOf(start, step, { wanted, resolver }) : null;
  const answer = step.cache ? await consultCache(start, { key, unknown: 'the definition does not say what its code is' }) : null;
  if (answer?.hit) return takeCached(start, { ...answer, given });
  const task = await insertTask(em, {
    userId: record.userId,
    content: {
      name: row.name,
      type: 'data_processing',
      project: record.project,
      parent: record.run,
      tags: [...record.spec.tags, `${PIPE_TAG} ${record.run}`],
      script,
      hyperparams: { kwargs: argumentsForPeople(given) },
    },
  });
  await begin(start, task, {
    parameters: given,
    reason: answer?.reason ?? null,
    cache_key: key?.key ?? null,
    cache_parts: key?.parts ?? null,
  });
}

/** As submitted. A worker that runs another function puts that one's text in its place. */
function scriptOf({ record, row }: StepStart): Record<string, string> {
  const source = submittedSource(record.spec, row.spec);
  return source === undefined ? {} : functionScript(row.step, source);
}

/** Of what a function gives back is made: its code and version, what it was handed, and the parameters that it can see. */
function keyOf(
  { record, row }: StepStart,
  { code }: FunctionStep,
  { wanted, resolver }: { wanted: Record<string, unknown>; resolver: Resolver },
): CacheKey | null {
  if (!code.run) return null;
  const prints = Object.entries(resolver.fingerprint(wanted));
  const isInput = (name: string) => refersToStep(wanted[name]);
  return cacheKey({
    code: code.run,
    version: record.spec.version,
    parameters: record.parameters,
    arguments: { item: row.item, index: row.index, values: prints.filter(([name]) => !isInput(name)) },
    inputs: prints.filter(([name]) => isInput(name)),
  });
}

/** The function gets them whole from the node. */
const argumentsForPeople = (given: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const { value: text, ...encoded } = encodeValue(value);
      const short = text.length <= LONGEST_PARAMETER ? text : `${text.slice(0, LONGEST_PARAMETER)}…`;
      return [name, { section: 'kwargs', name, ...encoded, value: short }];
    }),
  );

async function begin(
  { em, record, row, attempt, actor }: StepStart,
  id: string,
  changes: Parameters<typeof updateNode>[2],
): Promise<void> {
  const task = await lockTask(em, id);
  await changeStatus(em, task, { to: 'in_progress', actor, reason: `step of run ${record.run}`, force: true });
  await openAttempt(em, task, { kind: 'workflow' });
  const now = new Date();
  await updateNode(em, row, {
    state: 'running',
    reason: null,
    attempts: attempt,
    task: id,
    queued: now,
    started: now,
    ended: null,
    limit_reason: null,
    ...changes,
  });
  await addToTimeline(em, { run: row.run, node: row.name, state: 'running' });
}
