import type { StepState } from '../../../../workflows/contracts/pipeline.ts';
import type { NodeView, RunEvent } from '../../../../workflows/contracts/pipeline-api.ts';
import { isEnd } from './step-state.ts';

/** Events that say what state a step came into, in order. */
export type StateEvent = RunEvent & { node: string; state: StepState };

export const isStateEvent = (event: RunEvent): event is StateEvent => event.node !== null && event.state !== null;

/**
 * The steps as they were right after the event at `index`. Instances that came into being later are among them as still to come, so that
 * the graph keeps its form while one goes through the events. What went on then has that moment as its end, so that its run time stands still.
 */
export function nodesAsOf(nodes: NodeView[], events: RunEvent[], index: number): NodeView[] {
  const past = Map.groupBy(events.slice(0, index + 1).filter(isStateEvent), ({ node }) => node);
  const moment = events[index]?.at ?? null;
  return nodes.map((node) => asOf(node, past.get(node.name) ?? [], moment));
}

function asOf(node: NodeView, events: StateEvent[], moment: string | null): NodeView {
  const last = events.at(-1);
  const state = last?.state ?? 'pending';
  const began = events.findLast((event) => event.state === 'running')?.at ?? null;
  const attempts = events.filter((event) => event.state === 'queued').length;
  const hasRun = state !== 'pending' && state !== 'blocked';
  return {
    ...node,
    state,
    reason: last?.text || null,
    started: state === 'running' || isEnd(state) ? began : null,
    ended: isEnd(state) ? last!.at : state === 'running' ? moment : null,
    progress: state === node.state ? node.progress : null,
    attempts: Math.min(node.attempts, attempts),
    task: hasRun ? node.task : null,
    approvedBy: isEnd(state) ? node.approvedBy : null,
  };
}
