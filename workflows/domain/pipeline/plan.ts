import { skipCause } from './ends.ts';
import { hasBegun, type NodeRun, type PipelineNode } from './node.ts';
import { planGroup } from './plan-group.ts';
import type { StepHook, StepState } from './spec.ts';

/** What is to be done next for a node. It is asked once, and the node is busy until it is answered. */
export type Action =
  /** Ends a node that nothing is started for. */
  | { do: 'close'; node: string; state: StepState; reason: string }
  | { do: 'call'; node: string; hook: StepHook }
  /** Finds out whether a group runs, and its instances. */
  | { do: 'expand'; node: string }
  | { do: 'start'; node: string; attempt: number }
  | { do: 'nextRound'; node: string; round: number }
  | { do: 'checkUntil'; node: string; round: number }
  /** Asks what was started to stop; `limit` when its time is over. */
  | { do: 'stop'; node: string; reason: string; limit: boolean }
  /** What follows the end is done. */
  | { do: 'settle'; node: string };

/** What holds for the whole run. Times are milliseconds since the epoch. */
export interface RunControl {
  now: number;
  paused: boolean;
  /** Why the run is being ended: nothing starts, what runs is stopped. */
  stop: string | null;
  maxParallel: number | null;
}

export interface Plan {
  actions: Action[];
  /** When to plan again though nothing has happened. */
  wakeAt: number | null;
  /** Nothing is left to do or to wait for. */
  over: boolean;
}

type Nodes = ReadonlyMap<string, PipelineNode>;

/** Decides what to do next from where every node stands. */
export function planPipeline(nodes: Nodes, control: RunControl): Plan {
  const all = [...nodes.values()];
  const room = createRoom(nodes, control.maxParallel);
  const actions: Action[] = [];
  for (const node of all) {
    if (node.run.settled || node.run.busy) continue;
    const action = planNode(nodes, control, node);
    if (action && (action.do !== 'start' || room.take(node))) actions.push(action);
  }
  const times = control.stop === null ? all.flatMap(({ run, ...node }) => (run.busy ? [] : timesOf({ ...node, run }))) : [];
  return {
    actions,
    wakeAt: times.length > 0 ? Math.min(...times) : null,
    over: all.every(({ run }) => run.settled),
  };
}

function planNode(nodes: Nodes, control: RunControl, node: PipelineNode): Action | null {
  if (node.run.ended) return planAfterEnd(control, node);
  if (hasBegun(node.run)) return planWhileLive(control, node);
  if (node.group && node.run.instances !== null) return planGroup(nodes, control, node);
  return planBeforeStart(nodes, control, node);
}

function planBeforeStart(nodes: Nodes, control: RunControl, node: PipelineNode): Action | null {
  const skip = (reason: string): Action => ({ do: 'close', node: node.name, state: 'skipped', reason });
  if (control.stop !== null) return skip(control.stop);
  const parents = node.parents.flatMap((name) => nodes.get(name) ?? []);
  const cause = parents.map(skipCause).find((reason) => reason !== null);
  if (cause) return skip(cause);
  if (control.paused || parents.some(({ run }) => !run.settled)) return null;
  const hook = nextHook(node, node.group ? ['when', 'items'] : ['when', 'preExecute']);
  if (hook) return { do: 'call', node: node.name, hook };
  return node.group ? { do: 'expand', node: node.name } : { do: 'start', node: node.name, attempt: node.run.base + 1 };
}

function planWhileLive(control: RunControl, node: PipelineNode): Action | null {
  const { run, name } = node;
  if (control.stop !== null) return endLive(node, control.stop, { limit: false });
  if (run.dueAt !== null && run.dueAt <= control.now)
    return { do: 'close', node: name, state: 'completed', reason: 'its time has come' };
  const limit = limitOf(node);
  if (limit === null || limit > control.now) return null;
  return endLive(node, `time limit of ${(node.timeLimitMs ?? 0) / 1000} s reached`, { limit: true });
}

function endLive({ name, kind, run }: PipelineNode, reason: string, { limit }: { limit: boolean }): Action | null {
  if (isWaiting(kind)) return { do: 'close', node: name, state: limit ? 'failed' : 'aborted', reason };
  return run.stopping ? null : { do: 'stop', node: name, reason, limit };
}

/** When the time of a live node is over; null when it is not limited, or has not begun to count. */
function limitOf({ run, timeLimitMs, timeLimitIncludesQueue }: PipelineNode): number | null {
  const from = timeLimitIncludesQueue ? (run.queuedAt ?? run.startedAt) : run.startedAt;
  return timeLimitMs === null || from === null || run.stopping ? null : from + timeLimitMs;
}

function timesOf(node: PipelineNode): number[] {
  if (!isUnderWay(node.run)) return [];
  return [limitOf(node), node.run.dueAt].filter((time) => time !== null);
}

function planAfterEnd(control: RunControl, node: PipelineNode): Action | null {
  const { run, name } = node;
  if (control.stop !== null || !hasBegun(run)) return { do: 'settle', node: name };
  if (run.state === 'failed') {
    const asks = node.hooks.includes('retry');
    if (asks && run.retryDecision === null) return { do: 'call', node: name, hook: 'retry' };
    if (asks ? run.retryDecision : run.attempt - run.base <= node.retries)
      return control.paused ? null : { do: 'start', node: name, attempt: run.attempt + 1 };
  }
  if (run.notifying > 0) return null;
  const hook = nextHook(node, ['postExecute']);
  return hook ? { do: 'call', node: name, hook } : { do: 'settle', node: name };
}

const nextHook = (node: PipelineNode, wanted: readonly StepHook[]): StepHook | undefined =>
  wanted.find((hook) => node.hooks.includes(hook) && !node.run.passed.includes(hook));

const isUnderWay = (run: NodeRun): boolean => hasBegun(run) && !run.ended;

/** Waiting for a person or a time costs no machine. */
const isWaiting = (kind: PipelineNode['kind']): boolean => kind === 'approval' || kind === 'wait';

/** How many more steps may start: in the whole run, and in each mapped step that has a limit of its own. */
function createRoom(nodes: Nodes, maxParallel: number | null): { take(node: PipelineNode): boolean } {
  let left = maxParallel ?? Number.POSITIVE_INFINITY;
  const ofGroups = new Map<string, number>();
  for (const { name, group } of nodes.values()) {
    if (group?.kind === 'map' && group.maxParallel !== null) ofGroups.set(name, group.maxParallel);
  }
  const put = ({ instanceOf }: PipelineNode): void => {
    left -= 1;
    if (instanceOf !== null) ofGroups.set(instanceOf, (ofGroups.get(instanceOf) ?? Number.POSITIVE_INFINITY) - 1);
  };
  for (const node of nodes.values()) if (!isWaiting(node.kind) && takesPlace(node.run)) put(node);
  return {
    take(node) {
      if (isWaiting(node.kind)) return true;
      if (left <= 0 || (ofGroups.get(node.instanceOf ?? '') ?? 1) <= 0) return false;
      put(node);
      return true;
    },
  };
}

/** Under way, or about to be. */
const takesPlace = (run: NodeRun): boolean => isUnderWay(run) || run.starting;
