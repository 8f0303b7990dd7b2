import { isCancellation } from '@temporalio/workflow';
import type { StepHook } from '../contracts/pipeline.ts';
import type { HookRef, RecordedHook } from '../contracts/pipeline-activities.ts';
import { fullNode, hasBegun, type PipelineNode } from '../domain/pipeline/node.ts';
import { server } from './activities.ts';
import { CallbackFailed, callDefinition } from './call-definition.ts';
import { statusChanged } from './notify.ts';
import { type PipelineState, takeOver } from './state.ts';

/** Calls a hook of a node on the definition's worker, has its answer recorded, and acts on it. Does not wait for it. */
export function callHook(state: PipelineState, node: PipelineNode, hook: StepHook): void {
  node.run.busy = true;
  state.calls.inFlight += 1;
  const call = state.calls.scope.run(() => answerOf(state, node, { node: node.name, hook, attempt: attemptOf(node, hook) }));
  void call
    .then((answer) => act(state, node, hook, answer))
    .catch((error: unknown) => {
      // What was cancelled is called again, if it still matters.
      if (!isCancellation(error)) throw error;
    })
    .finally(() => {
      node.run.busy = false;
      state.calls.inFlight -= 1;
      state.woken = true;
    });
}

function attemptOf({ run, group }: PipelineNode, hook: StepHook): number {
  if (hook === 'until' && group) return run.instances ?? 1;
  return hasBegun(run) ? run.attempt : run.base + 1;
}

async function answerOf(state: PipelineState, node: PipelineNode, hook: HookRef): Promise<RecordedHook> {
  const described = await server.describeHook({ ...hook, run: state.run, state: node.run.state, previousState: null });
  if (described.recorded) return described.recorded;
  const { call } = described;
  try {
    const outcome = await callDefinition(state, hook, (worker) => worker.callStepHook(call));
    return await server.recordHook({ ...hook, run: state.run, outcome: outcome ?? {} });
  } catch (error) {
    if (!(error instanceof CallbackFailed)) throw error;
    return { decision: null, added: [], problem: error.message };
  }
}

async function act(state: PipelineState, node: PipelineNode, hook: StepHook, answer: RecordedHook): Promise<void> {
  const { run } = node;
  run.passed.push(hook);
  for (const added of answer.added) if (!state.nodes.has(added.name)) state.nodes.set(added.name, fullNode(added));
  if (answer.problem !== null) {
    if (hook === 'retry') run.retryDecision = false;
    return close(state, node, 'failed', `${hook}: ${answer.problem}`);
  }
  if (hook === 'retry') run.retryDecision = answer.decision ?? false;
  if (hook === 'until') run.until = { round: run.instances ?? 1, holds: answer.decision ?? false };
  if ((hook === 'when' || hook === 'preExecute') && answer.decision === false)
    await close(state, node, 'skipped', hook === 'when' ? 'its condition does not hold' : 'preExecute said no');
}

async function close(
  state: PipelineState,
  { name: node }: PipelineNode,
  end: 'failed' | 'skipped',
  reason: string,
): Promise<void> {
  const updates = await server.closeSteps({ run: state.run, steps: [{ node, state: end, reason, overEnd: end === 'failed' }] });
  takeOver(state, updates, statusChanged(state));
}
