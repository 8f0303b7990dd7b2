import { ParentClosePolicy, patched, sleep, startChild, WorkflowIdReusePolicy } from '@temporalio/workflow';
import { ORCHESTRATOR_TASK_QUEUE, taskWorkflowId } from '../contracts/names.ts';
import { fullNode } from '../domain/pipeline/node.ts';
import type { Action } from '../domain/pipeline/plan.ts';
import type { NodeUpdate } from '../domain/pipeline/run-state.ts';
import { functionWorkflow } from '../function-workflow.ts';
import { server } from './activities.ts';
import { callHook } from './call-hook.ts';
import { chunks } from './chunks.ts';
import { statusChanged } from './notify.ts';
import { type PipelineState, requestStop, takeOver } from './state.ts';

/** Steps that one activity starts: each is a transaction of some milliseconds, and a workflow task must not take long. */
const STARTS_AT_ONCE = 20;
/** Such activities within one workflow task: while it lasts, Temporal keeps a hundred signals for the workflow, and fails it upon more. */
const STARTS_IN_A_ROW = 3;
/** Each may end at once, and be told to the workflow. */
const STOPS_AT_ONCE = 50;
const CLOSES_AT_ONCE = 200;

type Of<Kind extends Action['do']> = Extract<Action, { do: Kind }>;

/** Does what was planned. Calls of the definition's worker are begun and not waited for. */
export async function applyActions(state: PipelineState, actions: readonly Action[]): Promise<void> {
  const of = <Kind extends Action['do']>(kind: Kind): Of<Kind>[] =>
    actions.filter((action): action is Of<Kind> => action.do === kind);
  for (const { node } of of('settle')) settle(state, node);
  for (const { node, hook } of of('call')) {
    const target = state.nodes.get(node);
    if (target && !state.draining) callHook(state, target, hook);
  }
  await Promise.all([
    ...chunks(of('close'), CLOSES_AT_ONCE).map((part) => whileBusy(state, part, () => close(state, part))),
    ...startAll(state, of('start')),
    ...of('expand').map((action) => whileBusy(state, [action], () => expand(state, action))),
    ...of('nextRound').map((action) => whileBusy(state, [action], () => nextRound(state, action))),
    ...of('checkUntil').map((action) => whileBusy(state, [action], () => checkUntil(state, action))),
    stop(state, of('stop')),
  ]);
}

function settle(state: PipelineState, name: string): void {
  const node = state.nodes.get(name);
  if (node) node.run.settled = true;
  state.woken = true;
}

async function whileBusy(state: PipelineState, actions: readonly { node: string }[], work: () => Promise<void>): Promise<void> {
  const nodes = actions.flatMap(({ node }) => state.nodes.get(node) ?? []);
  for (const { run } of nodes) run.busy = true;
  await work();
  for (const { run } of nodes) run.busy = false;
  state.woken = true;
}

async function close(state: PipelineState, steps: Of<'close'>[]): Promise<void> {
  const closed = steps.map(({ node, state: end, reason }) => ({ node, state: end, reason }));
  takeOver(state, await server.closeSteps({ run: state.run, steps: closed }), statusChanged(state));
}

function startAll(state: PipelineState, steps: Of<'start'>[]): Promise<void>[] {
  const parts = chunks(steps, STARTS_AT_ONCE);
  if (parts.length > STARTS_IN_A_ROW && patched('starts-in-turn'))
    return [whileBusy(state, steps, () => startInTurn(state, parts))];
  return parts.map((part) => whileBusy(state, part, () => start(state, part)));
}

/** The rest may not be wanted any more. */
function startInTurn(state: PipelineState, parts: Of<'start'>[][]): Promise<void> {
  return inTurn(parts, STARTS_IN_A_ROW, async (part) => {
    if (state.stop === null && !state.paused) await start(state, part);
  });
}

/** A timer ends the workflow task now and then, so that the workflow hears what it was told meanwhile. */
async function inTurn<T>(parts: T[], inARow: number, work: (part: T) => Promise<void>): Promise<void> {
  for (const [index, part] of parts.entries()) {
    if (index > 0 && index % inARow === 0) await sleep(1);
    await work(part);
  }
}

async function start(state: PipelineState, steps: Of<'start'>[]): Promise<void> {
  for (const { node } of steps) {
    const run = state.nodes.get(node)?.run;
    if (run) run.starting = true;
  }
  const updates = await server.startSteps({ run: state.run, steps: steps.map(({ node, attempt }) => ({ node, attempt })) });
  const stop = updates.find((update) => update.stop !== undefined)?.stop;
  if (stop !== undefined) requestStop(state, { reason: stop, failed: false });
  takeOver(state, updates, statusChanged(state));
  await Promise.all(updates.map((update) => startFunction(state, update)));
}

/** A function step is run by a workflow of its own, that outlives this one being continued. */
async function startFunction({ nodes, run, pipeline }: PipelineState, { node, task, state, attempt }: NodeUpdate): Promise<void> {
  if (nodes.get(node)?.kind !== 'function' || task === null || state !== 'running') return;
  await startChild(functionWorkflow, {
    workflowId: taskWorkflowId(task, attempt),
    taskQueue: ORCHESTRATOR_TASK_QUEUE,
    parentClosePolicy: ParentClosePolicy.ABANDON,
    workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
    args: [{ run, pipeline, node, task, attempt }],
  });
}

async function expand(state: PipelineState, { node: name }: Of<'expand'>): Promise<void> {
  const { update, nodes } = await server.expandStep({ run: state.run, node: name });
  if (update) return takeOver(state, [update], statusChanged(state));
  for (const node of nodes) state.nodes.set(node.name, fullNode(node));
  const group = state.nodes.get(name);
  if (group) Object.assign(group.run, { instances: nodes.length, state: 'running' });
}

async function nextRound(state: PipelineState, { node: name, round }: Of<'nextRound'>): Promise<void> {
  const node = fullNode(await server.nextRound({ run: state.run, node: name, round }));
  state.nodes.set(node.name, node);
  const group = state.nodes.get(name);
  if (group) group.run.instances = round;
}

async function checkUntil(state: PipelineState, { node: name, round }: Of<'checkUntil'>): Promise<void> {
  const { holds } = await server.checkUntil({ run: state.run, node: name, round });
  const group = state.nodes.get(name);
  if (group) group.run.until = { round, holds };
}

async function stop(state: PipelineState, actions: Of<'stop'>[]): Promise<void> {
  if (actions.length === 0) return;
  for (const { node } of actions) {
    const run = state.nodes.get(node)?.run;
    if (run) run.stopping = true;
  }
  const steps = actions.map(({ node, reason, limit }) => ({ node, reason, limit }));
  const many = steps.length > STOPS_AT_ONCE && patched('stops-in-turn');
  const parts = many ? chunks(steps, STOPS_AT_ONCE) : [steps];
  await inTurn(parts, 1, (part) => server.stopSteps({ run: state.run, steps: part }));
}
