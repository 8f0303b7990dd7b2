import type { PipelineSpec } from '../../../workflows/contracts/pipeline.ts';
import { decodeParameter, encodeValue } from '../../../workflows/domain/pipeline/parameters.ts';
import { startController } from '../controllers/start-controller.ts';
import type { HyperParameter } from '../entities/task.entity.ts';
import { Refusal } from '../errors.ts';
import type { Db, Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { cloneWithin } from '../tasks/clone-task.ts';
import { enqueueWithin } from '../tasks/enqueue.ts';
import { lockTask } from '../tasks/lock.ts';
import { chooseParameters, PARAMETERS } from './definition.ts';
import { insertRun } from './insert-run.ts';
import { readRun } from './run-record.ts';
import { checkServer } from './submit-pipeline.ts';
import { addToTimeline } from './timeline.ts';

export interface NewRunInput {
  run: string;
  /** Values that differ from those of the run. */
  parameters: Record<string, unknown>;
  /** The same as texts, which take the types that the parameters have. */
  texts?: Record<string, string>;
  /** Where the process of a run of Python's is to wait; null for where the earlier one did. */
  queue?: string | null;
  version: string | null;
  ignoreCache: boolean;
  userId: string;
  actor: string;
}

/**
 * Starts another run of the definition of a run, of ours or of Python's controller. Answers its id.
 * @throws Refusal `taskNotFound`, `invalid`, `queueNotFound`
 */
export function startNewRun(db: Db, input: NewRunInput): Promise<string> {
  return db.em.fork().transactional(async (em) => {
    const task = await lockTask(em, input.run);
    if (task.controller === 'pipeline') return ourRun(em, input);
    if (task.controller === null && task.system_tags.includes('pipeline')) return pythonRun(em, input);
    throw new Refusal('invalid', `task ${input.run} is no run of a pipeline`, { field: 'run', data: { id: input.run } });
  });
}

async function ourRun(em: Em, input: NewRunInput): Promise<string> {
  const { run: source, version, ignoreCache, userId, actor } = input;
  const record = await readRun(em, source);
  const parameters = { ...decodeTexts(record.spec, input.texts ?? {}), ...input.parameters };
  const spec = version === null ? record.spec : { ...record.spec, version };
  await checkServer(em, spec);
  const { run } = await insertRun(em, {
    spec,
    parameters: chooseParameters(spec, { ...record.parameters, ...parameters }),
    userId,
    ignoreCache,
    outputDest: record.outputDest,
    file: record.file,
  });
  await startController(em, await lockTask(em, run), { actor, reason: `new run of ${source}` });
  await addToTimeline(em, { run, text: `submitted as a new run of ${source}`, actor });
  return run;
}

/** @throws Refusal `invalid` naming the parameter */
function decodeTexts(spec: PipelineSpec, texts: Record<string, string>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => {
      try {
        return [name, decodeParameter(text, spec.parameters[name]?.type ?? 'string')];
      } catch (error) {
        throw new Refusal('invalid', `parameter "${name}": ${(error as Error).message}`, { field: `parameters.${name}` });
      }
    }),
  );
}

/** Its process is started by an agent, from the queue in which the earlier one was. */
async function pythonRun(
  em: Em,
  { run: source, parameters, texts = {}, version, queue, userId, actor }: NewRunInput,
): Promise<string> {
  const [row] = await query<{
    name: string;
    hyperparams: Record<string, Record<string, HyperParameter>>;
    queue: string | null;
  }>(
    em,
    sql`select t.name, t.hyperparams, coalesce(t.queue, (select id from queues where name = 'services')) as queue from tasks t where t.id = ${source}`,
  );
  if (!row) throw new Refusal('taskNotFound', `run ${source} does not exist`, { field: 'run', data: { id: source } });
  const hyperparams = structuredClone(row.hyperparams);
  const section = hyperparams[PARAMETERS] ?? {};
  for (const [name, value] of Object.entries({ ...texts, ...parameters })) {
    const known = section[name];
    if (!known)
      throw new Refusal('invalid', `parameter "${name}" does not exist; allowed: ${Object.keys(section).join(', ') || 'none'}`, {
        field: `parameters.${name}`,
      });
    section[name] = name in parameters ? { ...known, ...encodeValue(value, known.type) } : { ...known, value: texts[name] ?? '' };
  }
  if (Object.keys(section).length > 0) hyperparams[PARAMETERS] = section;
  const { id } = await cloneWithin(em, {
    task: source,
    userId,
    overrides: {
      name: row.name.replace(/ #\d+$/, ''),
      parent: source,
      hyperparams,
      ...(version === null ? {} : { runtime: { version } }),
    },
  });
  await enqueueWithin(em, { task: id, isNew: true, queue: queue ?? row.queue, actor, reason: `new run of ${source}` });
  return id;
}
