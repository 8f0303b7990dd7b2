import { isEnd } from './ends.ts';
import type { PipelineNode } from './node.ts';
import type { StepState } from './spec.ts';

/** What the database says of a node. Times are milliseconds since the epoch. */
export interface NodeUpdate {
  node: string;
  state: StepState;
  attempt: number;
  task: string | null;
  queuedAt: number | null;
  startedAt: number | null;
  dueAt: number | null;
  /** It was not started, as somebody has asked for the end of the run: why. The signal of that may be on its way yet. */
  stop?: string;
}

/** Takes over what the database says. Answers the state before when it has changed, else null. */
export function applyUpdate({ run }: PipelineNode, update: NodeUpdate): StepState | null {
  const before = run.state;
  if (update.attempt < run.attempt) return null;
  if (update.attempt > run.attempt) Object.assign(run, { retryDecision: null, stopping: false, starting: false });
  Object.assign(run, {
    state: update.state,
    attempt: update.attempt,
    queuedAt: update.queuedAt,
    startedAt: update.startedAt,
    dueAt: update.dueAt,
    ended: isEnd(update.state),
  });
  return before === update.state ? null : before;
}

/** The node itself and all that comes after it, instances included. */
export function withDescendants(nodes: ReadonlyMap<string, PipelineNode>, name: string): PipelineNode[] {
  const found = new Set<string>([name]);
  for (let before = 0; before !== found.size; ) {
    before = found.size;
    for (const node of nodes.values()) {
      if (node.parents.some((parent) => found.has(parent)) || (node.instanceOf !== null && found.has(node.instanceOf)))
        found.add(node.name);
    }
  }
  return [...nodes.values()].filter((node) => found.has(node.name));
}
