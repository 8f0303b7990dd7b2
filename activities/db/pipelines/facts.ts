import { decodeTyped } from '../../../workflows/domain/pipeline/parameters.ts';
import { type Reference, referencesIn, resolveReferences, type StepFact } from '../../../workflows/domain/pipeline/references.ts';
import type { Artifact, HyperParameter, TaskModel } from '../entities/task.entity.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { readResult } from './function-results.ts';
import type { NodeRow } from './node-rows.ts';

/** A reference means nothing here; the message says to a person why. */
export class Unresolved extends Error {}

export interface FactContext {
  run: string;
  /** Values of the pipeline's parameters. */
  parameters: Record<string, unknown>;
  /** The node on whose behalf is asked. */
  node: Pick<NodeRow, 'item' | 'index' | 'instance_of'>;
}

/** What references refer to, and what tells its content apart from another one's: two artifacts at different addresses may be equal. */
export interface Resolver {
  resolve<T>(value: T): T;
  fingerprint<T>(value: T): T;
}

interface Fact {
  value: unknown;
  print: unknown;
}

/**
 * Reads what every reference in `parts` refers to.
 * @throws Unresolved, BadReference
 */
export async function createResolver(em: Em, context: FactContext, parts: unknown): Promise<Resolver> {
  const facts = new Map<string, Fact>();
  for (const reference of referencesIn(parts)) facts.set(keyOf(reference), await readFact(em, context, reference));
  const get = (reference: Reference): Fact => facts.get(keyOf(reference)) ?? { value: null, print: null };
  return {
    resolve: (value) => resolveReferences(value, (reference) => get(reference).value),
    fingerprint: (value) => resolveReferences(value, (reference) => get(reference).print),
  };
}

const keyOf = (reference: Reference): string => JSON.stringify(reference);

async function readFact(em: Em, context: FactContext, reference: Reference): Promise<Fact> {
  if (reference.to === 'step') return readStepFact(em, context, reference);
  const value = readOwn(context, reference);
  return { value, print: value };
}

function readOwn({ parameters, node }: FactContext, reference: Exclude<Reference, { to: 'step' }>): unknown {
  switch (reference.to) {
    case 'parameter':
      return parameters[reference.name];
    case 'index':
      return node.index;
    case 'item':
      return reference.path.reduce<unknown>((value, key) => {
        if (value !== null && typeof value === 'object' && key in value) return (value as Record<string, unknown>)[key];
        throw new Unresolved(`\${item.${reference.path.join('.')}}: the item has no "${key}"`);
      }, node.item);
  }
}

async function readStepFact(em: Em, context: FactContext, { step, fact }: Extract<Reference, { to: 'step' }>): Promise<Fact> {
  const rows = await query<Pick<NodeRow, 'name' | 'task' | 'state' | 'instance_of' | 'cache_key' | 'instances' | 'spec'>>(
    em,
    sql`select name, task, state, instance_of, cache_key, instances, spec from pipeline_nodes
        where run = ${context.run} and (name = ${step} or instance_of = ${step}) order by index nulls first`,
  );
  const node = rows.find(({ name }) => name === step);
  if (!node) throw new Unresolved(`step "${step}" does not exist`);
  if (node.instance_of !== null || node.instances === null) return factOf(em, node, fact);
  const instances = rows.filter(({ instance_of }) => instance_of === step);
  const done = instances.filter(({ state }) => state === 'completed' || state === 'cached');
  if (node.spec.repeat) {
    const newest = done.at(-1);
    return newest ? factOf(em, newest, fact) : { value: null, print: null };
  }
  const facts = [];
  for (const instance of instances) facts.push(done.includes(instance) ? await factOf(em, instance, fact) : NOTHING);
  return { value: facts.map(({ value }) => value), print: facts.map(({ print }) => print) };
}

const NOTHING: Fact = { value: null, print: null };

async function factOf(em: Em, node: Pick<NodeRow, 'name' | 'task' | 'cache_key'>, fact: StepFact): Promise<Fact> {
  if (node.task === null) throw new Unresolved(`step "${node.name}" has no task`);
  if (fact.kind === 'id') return { value: node.task, print: node.cache_key ?? node.task };
  if (fact.kind === 'metric') return readMetric(em, node, fact);
  const [task] = await query<TaskFacts>(em, sql`select artifacts, models, hyperparams from tasks where id = ${node.task}`);
  if (!task) throw new Unresolved(`the task of step "${node.name}" was deleted`);
  switch (fact.kind) {
    case 'artifact':
      return artifactFact(node.name, task.artifacts, fact);
    case 'model':
      return modelFact(em, node.name, task.models, fact);
    case 'parameter':
      return parameterFact(node.name, task.hyperparams, fact.name);
    case 'result':
      return resultFact(em, { step: node.name, task: node.task, facts: task, key: fact.key });
  }
}

interface TaskFacts {
  artifacts: Artifact[];
  models: { input: TaskModel[]; output: TaskModel[] };
  hyperparams: Record<string, Record<string, HyperParameter>>;
}

function artifactFact(step: string, artifacts: Artifact[], { name, property }: Extract<StepFact, { kind: 'artifact' }>): Fact {
  const artifact =
    artifacts.find(({ key, mode }) => key === name && mode === 'output') ?? artifacts.find(({ key }) => key === name);
  if (!artifact) throw new Unresolved(`step "${step}" has no artifact "${name}"${among(artifacts.map(({ key }) => key))}`);
  const value = {
    url: artifact.uri ?? '',
    hash: artifact.hash ?? '',
    size: artifact.content_size ?? 0,
    type: artifact.type ?? '',
    preview: artifact.type_data?.preview ?? '',
  }[property];
  return { value, print: property === 'url' && artifact.hash ? `sha256:${artifact.hash}` : value };
}

async function modelFact(
  em: Em,
  step: string,
  models: TaskFacts['models'],
  { side, index, property }: Extract<StepFact, { kind: 'model' }>,
): Promise<Fact> {
  const link = models[side].at(index);
  const [model] = link
    ? await query<{ id: string; uri: string; name: string; framework: string | null }>(
        em,
        sql`select id, uri, name, framework from models where id = ${link.model}`,
      )
    : [];
  if (!model) throw new Unresolved(`step "${step}" has no ${side} model at ${index}; it has ${models[side].length}`);
  return { value: { url: model.uri, id: model.id, name: model.name, framework: model.framework }[property], print: model.id };
}

function parameterFact(step: string, hyperparams: TaskFacts['hyperparams'], path: string): Fact {
  const cut = path.indexOf('/');
  const item = hyperparams[path.slice(0, cut)]?.[path.slice(cut + 1)];
  if (!item) throw new Unresolved(`step "${step}" has no parameter "${path}"`);
  const value = decodeTyped(item);
  return { value, print: value };
}

/** What a function gave back: small values are parameters of the section `return`, others have a table. */
async function resultFact(
  em: Em,
  { step, task, facts: { hyperparams, artifacts }, key }: { step: string; task: string; facts: TaskFacts; key: string },
): Promise<Fact> {
  const item = hyperparams.return?.[key];
  if (item) {
    const value = decodeTyped(item);
    return { value, print: value };
  }
  const stored = await readResult(em, task, key);
  if (stored) return { value: stored.value, print: `sha256:${stored.hash}` };
  const names = [...Object.keys(hyperparams.return ?? {}), ...artifacts.map((artifact) => artifact.key)];
  throw new Unresolved(`step "${step}" gave no "${key}"${among(names)}`);
}

async function readMetric(
  em: Em,
  node: Pick<NodeRow, 'name' | 'task'>,
  fact: Extract<StepFact, { kind: 'metric' }>,
): Promise<Fact> {
  const [series] = await query<{ last: number | null; min: number | null; max: number | null }>(
    em,
    sql`select value as last, min_value as min, max_value as max from series
        where owner = ${node.task} and not of_model and metric = ${fact.title} and variant = ${fact.series}`,
  );
  if (!series) throw new Unresolved(`step "${node.name}" has not reported ${fact.title} / ${fact.series}`);
  return { value: series[fact.value], print: series[fact.value] };
}

const among = (names: string[]): string => (names.length > 0 ? `; it has ${names.slice(0, 10).join(', ')}` : '');
