import type { PipelineSpec, StepSpec } from '../../../workflows/contracts/pipeline.ts';
import { changesBetween } from '../../../workflows/domain/pipeline/changes.ts';
import { startController } from '../controllers/start-controller.ts';
import type { ConfigurationItem } from '../entities/task.entity.ts';
import { Refusal } from '../errors.ts';
import type { Db, Em } from '../orm.ts';
import { findQueue } from '../queues/find-queue.ts';
import { query, sql } from '../sql.ts';
import { takeTurn } from '../take-turn.ts';
import { lockTask } from '../tasks/lock.ts';
import { gpuCount } from '../workers/worker-sql.ts';
import { chooseParameters, DEFINITION, parseSpec, readDefinition } from './definition.ts';
import { insertRun, runsProject } from './insert-run.ts';
import { type ReadBaseTask, readingBasesOnce } from './start/base-task.ts';
import { addToTimeline } from './timeline.ts';

export interface SubmitInput {
  spec: unknown;
  parameters: Record<string, unknown>;
  ignoreCache: boolean;
  /** Makes a draft that is started later. */
  draft: boolean;
  idempotencyKey: string | null;
  /** File of the definition, for people who start its worker. */
  file?: string | null | undefined;
  /** Address of the file server, where output goes when the definition does not say. */
  filesUrl: string;
  userId: string;
  actor: string;
}

export interface Submitted {
  run: string;
  warnings: string[];
}

/**
 * Checks a definition, makes a run of it and starts that, in one transaction: of a definition that is refused nothing is left.
 * @throws Refusal `invalid` naming the step, `queueNotFound`, `taskNotFound`
 */
export function submitPipeline(db: Db, input: SubmitInput): Promise<Submitted> {
  return db.em.fork().transactional(async (em) => {
    const known = await findSubmission(em, input);
    if (known) return { run: known, warnings: [] };
    const spec = parseSpec(input.spec);
    const parameters = chooseParameters(spec, input.parameters);
    await checkServer(em, spec);
    const warnings = await findWarnings(em, spec);
    const { run } = await insertRun(em, { ...input, spec, parameters, outputDest: input.filesUrl, file: input.file ?? null });
    await noteSubmission(em, input, run);
    if (!input.draft) await startController(em, await lockTask(em, run), { actor: input.actor, reason: 'submitted' });
    await addToTimeline(em, { run, text: input.draft ? 'made as a draft' : 'submitted', actor: input.actor });
    return { run, warnings };
  });
}

/** Calls with one key follow each other. */
async function findSubmission(em: Em, { userId, idempotencyKey }: SubmitInput): Promise<string | null> {
  if (idempotencyKey === null) return null;
  await takeTurn(em, 'pipeline submission', `${userId} ${idempotencyKey}`);
  const [row] = await query<{ run: string }>(
    em,
    sql`select run from pipeline_submissions where user_id = ${userId} and key = ${idempotencyKey}`,
  );
  return row?.run ?? null;
}

async function noteSubmission(em: Em, { userId, idempotencyKey }: SubmitInput, run: string): Promise<void> {
  if (idempotencyKey === null) return;
  await query(
    em,
    sql`insert into pipeline_submissions (user_id, key, run, created) values (${userId}, ${idempotencyKey}, ${run}, now())`,
  );
}

/**
 * That what a definition refers to on the server is there: queues, and tasks to start from.
 * @throws Refusal naming the step
 */
export async function checkServer(em: Em, spec: PipelineSpec): Promise<void> {
  const readBase = readingBasesOnce();
  for (const step of spec.steps) {
    try {
      await checkStep(em, { spec, step, readBase });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      throw new Refusal(error.code, `step "${step.name}": ${error.message}`, { field: 'spec', data: { step: step.name } });
    }
  }
}

async function checkStep(
  em: Em,
  { spec, step, readBase }: { spec: PipelineSpec; step: StepSpec; readBase: ReadBaseTask },
): Promise<void> {
  if (step.kind === 'pipeline' && 'spec' in step.pipeline) return checkServer(em, step.pipeline.spec);
  if (step.kind !== 'task') return;
  await findQueue(em, { name: step.queue ?? spec.defaultQueue });
  // What holds references is known only when the step runs.
  if (JSON.stringify(step.base).includes('${') && !('code' in step.base)) return;
  await readBase(em, step.base);
}

async function findWarnings(em: Em, spec: PipelineSpec): Promise<string[]> {
  const warnings: string[] = [];
  const changed = await changedVersion(em, spec);
  if (changed !== null) warnings.push(changed);
  for (const step of spec.steps) {
    if (step.kind !== 'task') continue;
    const queue = step.queue ?? spec.defaultQueue;
    if (step.gpus && !(await someWorkerHas(em, queue, step.gpus)))
      warnings.push(`step "${step.name}": no agent that serves the queue "${queue}" has ${step.gpus} GPUs; it will wait for one`);
    if (step.cache && 'repository' in step.base && step.base.commit === null && !('script.version_num' in step.overrides))
      warnings.push(`step "${step.name}": never comes from the cache, as its commit is not pinned`);
  }
  return warnings;
}

/** One version stands for one definition, its functions included. */
async function changedVersion(em: Em, spec: PipelineSpec): Promise<string | null> {
  const [newest] = await query<{ run: string; definition: ConfigurationItem }>(
    em,
    sql`select t.id as run, t.configuration -> ${DEFINITION} as definition from tasks t join projects p on p.id = t.project
        where p.name = ${runsProject(spec.project, spec.name)} and t.controller = 'pipeline' and t.runtime ->> 'version' = ${spec.version}
        order by t.created desc limit 1`,
  );
  if (!newest) return null;
  const changes = changesBetween(readDefinition(newest.definition), spec);
  if (changes.length === 0) return null;
  const what = [...changes.slice(0, MOST_CHANGES), ...(changes.length > MOST_CHANGES ? ['…'] : [])].join('; ');
  return `version ${spec.version} had another definition in run ${newest.run}: ${what}. Give the changed one a version of its own`;
}

const MOST_CHANGES = 5;

async function someWorkerHas(em: Em, queue: string, gpus: number): Promise<boolean> {
  const able = await query(
    em,
    sql`select 1 from workers w join queues q on q.id = any(w.queues) where q.name = ${queue} and ${gpuCount} >= ${gpus} limit 1`,
  );
  return able.length > 0;
}
