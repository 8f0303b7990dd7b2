import { isCancellation } from '@temporalio/workflow';
import type { StepState } from '../contracts/pipeline.ts';
import type { PipelineNode } from '../domain/pipeline/node.ts';
import { server } from './activities.ts';
import { CallbackFailed, callDefinition } from './call-definition.ts';
import type { PipelineState } from './state.ts';

/** A call of `onStatusChange` that is to be made, or is being made. */
export interface Notification {
  node: string;
  attempt: number;
  /** Tells the calls of one attempt apart. */
  suffix: string;
  before: StepState;
  state: StepState;
}

/** Has `onStatusChange` told of a node's new state, after all that it is still to be told of. */
export const statusChanged =
  (state: PipelineState) =>
  (node: PipelineNode, before: StepState): void => {
    if (!node.hooks.includes('onStatusChange') || node.group) return;
    const { run, name } = node;
    const notification: Notification = {
      node: name,
      attempt: Math.max(run.attempt, run.base + 1),
      suffix: `${before}-${run.state}`,
      before,
      state: run.state,
    };
    state.notifications.push(notification);
    if (state.notifications.filter((each) => each.node === name).length === 1) void tellInOrder(state, node);
    run.notifying += 1;
  };

/** Goes on with what an earlier run of the workflow has left. */
export function resumeNotifications(state: PipelineState): void {
  for (const name of new Set(state.notifications.map(({ node }) => node))) {
    const node = state.nodes.get(name);
    if (!node) continue;
    node.run.notifying = state.notifications.filter((each) => each.node === name).length;
    void tellInOrder(state, node);
  }
}

async function tellInOrder(state: PipelineState, node: PipelineNode): Promise<void> {
  state.calls.inFlight += 1;
  try {
    for (let next = nextOf(state, node); next; next = nextOf(state, node)) {
      const notification = next;
      await state.calls.scope.run(() => tell(state, notification));
      state.notifications.splice(state.notifications.indexOf(notification), 1);
      node.run.notifying -= 1;
    }
  } catch (error) {
    if (!isCancellation(error)) throw error;
  } finally {
    state.calls.inFlight -= 1;
    state.woken = true;
  }
}

const nextOf = ({ notifications }: PipelineState, { name }: PipelineNode): Notification | undefined =>
  notifications.find(({ node }) => node === name);

async function tell(state: PipelineState, { node, attempt, suffix, before, state: now }: Notification): Promise<void> {
  const hook = { node, hook: 'onStatusChange', attempt, suffix } as const;
  const described = await server.describeHook({ ...hook, run: state.run, state: now, previousState: before });
  if (described.recorded) return;
  const { call } = described;
  try {
    const outcome = await callDefinition(state, hook, (worker) => worker.callStepHook(call));
    await server.recordHook({ ...hook, run: state.run, outcome: outcome ?? {} });
  } catch (error) {
    // A listener that throws does not change what it was told of.
    if (!(error instanceof CallbackFailed)) throw error;
    await server.recordHook({ ...hook, run: state.run, outcome: {} });
  }
}
