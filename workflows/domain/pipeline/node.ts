import type { StepHook, StepKind, StepSpec, StepState } from './spec.ts';

/** A step, or an instance of a mapped or repeated one, as far as planning needs it: what it runs stands in the database. */
export interface PipelineNode {
  name: string;
  /** Name of the step in the definition. */
  step: string;
  kind: StepKind;
  parents: string[];
  hooks: StepHook[];
  /** A mapped or repeated step starts nothing itself: its instances do. */
  group: NodeGroup | null;
  instanceOf: string | null;
  /** Place in the list of the mapped step, from 0; number of the round of a repeated one, from 1. */
  index: number | null;
  retries: number;
  timeLimitMs: number | null;
  timeLimitIncludesQueue: boolean;
  continueOnFail: boolean;
  continueOnAbort: boolean;
  skipChildrenOnFail: boolean;
  skipChildrenOnAbort: boolean;
  /** Name of the signal that a wait step waits for. */
  signal: string | null;
  run: NodeRun;
}

export type NodeGroup = { kind: 'map'; maxParallel: number | null } | { kind: 'repeat'; atMost: number; until: boolean };

/** Where a node stands. Times are milliseconds since the epoch. */
export interface NodeRun {
  state: StepState;
  /** Number of the newest attempt; they are counted from 1 over the whole life of the node. */
  attempt: number;
  /** Attempts that belong to earlier runs of the node: it was continued, or run again. */
  base: number;
  /** The attempt that was begun last has ended, and `state` says how. */
  ended: boolean;
  /** All that follows an end is done: what depends on it may go on. */
  settled: boolean;
  /** Something that was asked for this node has not been answered yet. */
  busy: boolean;
  /** Its first attempt was asked for. */
  starting: boolean;
  /** A stop was asked for. */
  stopping: boolean;
  /** Hooks that have answered for this attempt. */
  passed: StepHook[];
  /** What the newest `retry` hook has answered. */
  retryDecision: boolean | null;
  /** Calls of `onStatusChange` that have not returned. */
  notifying: number;
  queuedAt: number | null;
  startedAt: number | null;
  /** When a wait step ends by itself. */
  dueAt: number | null;
  /** Instances of a group; null before they are known. */
  instances: number | null;
  /** The round after which `until` was last looked at, and what it said. */
  until: { round: number; holds: boolean } | null;
}

export const freshRun = (base = 0): NodeRun => ({
  state: 'pending',
  attempt: base,
  base,
  ended: false,
  settled: false,
  busy: false,
  starting: false,
  stopping: false,
  passed: [],
  retryDecision: null,
  notifying: 0,
  queuedAt: null,
  startedAt: null,
  dueAt: null,
  instances: null,
  until: null,
});

export function nodeOfStep(step: StepSpec): PipelineNode {
  return {
    name: step.name,
    step: step.name,
    kind: step.kind,
    parents: step.parents,
    hooks: step.hooks,
    group: groupOf(step),
    instanceOf: null,
    index: null,
    retries: step.retries,
    timeLimitMs: step.timeLimitMs,
    timeLimitIncludesQueue: step.timeLimitIncludesQueue,
    continueOnFail: step.continueOnFail,
    continueOnAbort: step.continueOnAbort,
    skipChildrenOnFail: step.skipChildrenOnFail,
    skipChildrenOnAbort: step.skipChildrenOnAbort,
    signal: step.kind === 'wait' ? step.signal : null,
    run: freshRun(),
  };
}

function groupOf(step: StepSpec): NodeGroup | null {
  if (step.map) return { kind: 'map', maxParallel: step.map.maxParallel };
  if (!step.repeat) return null;
  return { kind: 'repeat', atMost: step.repeat.atMost, until: step.repeat.until !== null || step.hooks.includes('until') };
}

/** Hooks that belong to a group as a whole; the others belong to each instance. */
const GROUP_HOOKS: readonly StepHook[] = ['when', 'items', 'until'];

/** Name of an instance: `train[0]`, `retrain#1`. */
export const instanceName = (group: string, kind: NodeGroup['kind'], index: number): string =>
  kind === 'map' ? `${group}[${index}]` : `${group}#${index}`;

export function instanceOfGroup(group: PipelineNode, index: number): PipelineNode {
  const { kind } = group.group ?? { kind: 'map' };
  return {
    ...group,
    name: instanceName(group.name, kind, index),
    parents: [],
    hooks: group.hooks.filter((hook) => !GROUP_HOOKS.includes(hook)),
    group: null,
    instanceOf: group.name,
    index,
    run: freshRun(),
  };
}

export const hasBegun = (run: NodeRun): boolean => run.attempt > run.base;

/** A node without what is as it mostly is: thousands of them must fit into one message. */
export type CompactNode = Partial<Omit<PipelineNode, 'run'>> & Pick<PipelineNode, 'name'> & { run?: Partial<NodeRun> };

const plainNode = (name: string): PipelineNode => ({
  name,
  step: name,
  kind: 'task',
  parents: [],
  hooks: [],
  group: null,
  instanceOf: null,
  index: null,
  retries: 0,
  timeLimitMs: null,
  timeLimitIncludesQueue: false,
  continueOnFail: false,
  continueOnAbort: false,
  skipChildrenOnFail: true,
  skipChildrenOnAbort: true,
  signal: null,
  run: freshRun(),
});

export function compactNode({ run, ...node }: PipelineNode): CompactNode {
  const { run: plainRun, ...plain } = plainNode(node.name);
  const changedRun = changes(plainRun, run);
  return { ...changes(plain, node), name: node.name, ...(Object.keys(changedRun).length > 0 ? { run: changedRun } : {}) };
}

const changes = <T extends object>(plain: T, value: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(value).filter(([key, each]) => JSON.stringify(each) !== JSON.stringify(plain[key as keyof T])),
  ) as Partial<T>;

export function fullNode({ run, ...node }: CompactNode): PipelineNode {
  const plain = plainNode(node.name);
  return { ...plain, ...node, run: { ...plain.run, ...run } };
}
