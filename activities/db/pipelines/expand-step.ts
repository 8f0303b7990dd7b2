import type { CompactNode, Expansion } from '../../../workflows/contracts/pipeline-activities.ts';
import type { RunRef } from '../../../workflows/contracts/run.ts';
import { holds } from '../../../workflows/domain/pipeline/condition.ts';
import { compactNode, instanceName } from '../../../workflows/domain/pipeline/node.ts';
import type { NodeUpdate } from '../../../workflows/domain/pipeline/run-state.ts';
import type { Db, Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { createResolver, Unresolved } from './facts.ts';
import { insertInstances, lockNode, type NodeRow, plannedNode, updateNode, updateOf } from './node-rows.ts';
import { type RunRecord, readRun } from './run-record.ts';
import { isTheUsers } from './start-steps.ts';
import { addToTimeline } from './timeline.ts';

const MOST_INSTANCES = 2000;

/** Makes the instances of a mapped step, one for each item of its list, or the first one of a repeated step. */
export async function expandStep(db: Db, { run, node }: { run: RunRef; node: string }): Promise<Expansion> {
  const record = await readRun(db.em.fork(), run.taskId);
  try {
    return await db.em.fork().transactional(async (em) => {
      const row = await lockNode(em, run.taskId, node);
      return row.instances === null ? expand(em, record, row) : { update: null, nodes: await instancesOf(em, row) };
    });
  } catch (error) {
    if (!isTheUsers(error)) throw error;
    return { update: await end(db, { run, node, reason: (error as Error).message }), nodes: [] };
  }
}

async function expand(em: Em, record: RunRecord, row: NodeRow): Promise<Expansion> {
  const { map, repeat, when } = row.spec;
  const context = { run: record.run, parameters: record.parameters, node: row };
  const resolver = await createResolver(em, context, [when, map?.over]);
  if (when && !holds(resolver.resolve(when))) {
    const reason = 'its condition does not hold';
    await updateNode(em, row, { state: 'skipped', reason, ended: new Date() });
    await addToTimeline(em, { run: row.run, node: row.name, state: 'skipped', text: reason });
    return { update: updateOf(row), nodes: [] };
  }
  const items = map ? listOf((await itemsOfHook(em, row)) ?? resolver.resolve(map.over)) : null;
  await insertInstances(em, row, items ? items.map((item, index) => ({ index, item })) : repeat ? [{ index: 1 }] : []);
  const instances = items?.length ?? 1;
  await updateNode(em, row, { state: 'running', reason: null, instances, started: new Date() });
  await addToTimeline(em, { run: row.run, node: row.name, state: 'running', text: items ? `${instances} instances` : '' });
  return { update: null, nodes: await instancesOf(em, row) };
}

async function instancesOf(em: Em, { run, name }: NodeRow): Promise<CompactNode[]> {
  const rows = await query<NodeRow>(
    em,
    sql`select * from pipeline_nodes where run = ${run} and instance_of = ${name} order by index`,
  );
  return rows.map((row) => compactNode(plannedNode(row)));
}

/** What the hook `items` has answered in place of the list. */
async function itemsOfHook(em: Em, { run, name, base }: NodeRow): Promise<unknown> {
  const [row] = await query<{ items: unknown }>(
    em,
    sql`select outcome -> 'items' as items from pipeline_hooks where run = ${run} and node = ${name} and hook = 'items' and attempt = ${base + 1}`,
  );
  return row?.items ?? null;
}

function listOf(value: unknown): unknown[] {
  const list = typeof value === 'string' ? parse(value) : value;
  if (!Array.isArray(list)) throw new Unresolved(`map.over: ${JSON.stringify(value) ?? 'nothing'} is no list`);
  if (list.length > MOST_INSTANCES) throw new Unresolved(`map.over: ${list.length} items; at most ${MOST_INSTANCES}`);
  return list;
}

/** Parameters of tasks are texts, and may hold a list. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function end(db: Db, { run, node, reason }: { run: RunRef; node: string; reason: string }): Promise<NodeUpdate> {
  return db.em.fork().transactional(async (em) => {
    const row = await lockNode(em, run.taskId, node);
    await updateNode(em, row, { state: 'failed', reason, ended: new Date() });
    await addToTimeline(em, { run: run.taskId, node, state: 'failed', text: reason });
    return updateOf(row);
  });
}

/** Makes the next instance of a repeated step. */
export function nextRound(db: Db, { run, node, round }: { run: RunRef; node: string; round: number }): Promise<CompactNode> {
  return db.em.fork().transactional(async (em) => {
    const row = await lockNode(em, run.taskId, node);
    await insertInstances(em, row, [{ index: round }]);
    if ((row.instances ?? 0) < round) await updateNode(em, row, { instances: round });
    return compactNode(plannedNode(await lockNode(em, run.taskId, instanceName(node, 'repeat', round))));
  });
}

/** Whether a repeated step is done. What cannot be evaluated yet does not hold. */
export async function checkUntil(
  db: Db,
  { run, node }: { run: RunRef; node: string; round: number },
): Promise<{ holds: boolean }> {
  const em = db.em.fork();
  const record = await readRun(em, run.taskId);
  const [row] = await query<NodeRow>(em, sql`select * from pipeline_nodes where run = ${run.taskId} and name = ${node}`);
  const until = row?.spec.repeat?.until;
  if (!row || !until) return { holds: false };
  try {
    const resolver = await createResolver(em, { run: run.taskId, parameters: record.parameters, node: row }, until);
    return { holds: holds(resolver.resolve(until)) };
  } catch (error) {
    if (!isTheUsers(error)) throw error;
    await addToTimeline(em, { run: run.taskId, node, text: `until: ${(error as Error).message}` });
    return { holds: false };
  }
}
