import { Refusal } from '../errors.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { createResolver } from './facts.ts';
import type { NodeRow } from './node-rows.ts';
import { readRun } from './run-record.ts';
import { isTheUsers } from './start-steps.ts';

/** Longer ones do not travel through Temporal: the definition's worker asks for them. */
const LONGEST_BY_TEMPORAL = 10_000;

/** The parameters, or null when they are to be asked for. */
export const unlessLong = (parameters: Record<string, unknown>): Record<string, unknown> | null =>
  JSON.stringify(parameters).length <= LONGEST_BY_TEMPORAL ? parameters : null;

/** Those that the task of a node has, or will have as far as that can be said. */
export async function givenParameters(
  em: Em,
  parameters: Record<string, unknown>,
  row: NodeRow,
): Promise<Record<string, unknown>> {
  if (row.task !== null) return row.parameters;
  const wanted = 'parameters' in row.spec ? row.spec.parameters : 'arguments' in row.spec ? row.spec.arguments : {};
  try {
    return (await createResolver(em, { run: row.run, parameters, node: row }, wanted)).resolve(wanted);
  } catch (error) {
    if (!isTheUsers(error)) throw error;
    return wanted;
  }
}

/**
 * The same by name, for the definition's worker.
 * @throws Refusal `taskNotFound`
 */
export async function parametersOfNode(em: Em, { run, node }: { run: string; node: string }): Promise<Record<string, unknown>> {
  const { parameters } = await readRun(em, run);
  return givenParameters(em, parameters, await readNode(em, run, node));
}

/**
 * The item of an instance of a mapped step, for the definition's worker.
 * @throws Refusal `taskNotFound`
 */
export const itemOfNode = async (em: Em, { run, node }: { run: string; node: string }): Promise<unknown> =>
  (await readNode(em, run, node)).item;

async function readNode(em: Em, run: string, node: string): Promise<NodeRow> {
  const [row] = await query<NodeRow>(em, sql`select * from pipeline_nodes where run = ${run} and name = ${node}`);
  if (row) return row;
  throw new Refusal('taskNotFound', `run ${run} has no step "${node}"`, { field: 'step', data: { run, step: node } });
}
