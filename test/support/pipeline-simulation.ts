import fc from 'fast-check';
import { pipelineSpec } from '../../activities/db/pipelines/spec-schema.ts';
import type { PipelineSpec, StepSpec, StepState } from '../../workflows/contracts/pipeline.ts';
import { isEnd } from '../../workflows/domain/pipeline/ends.ts';
import { hasBegun, instanceOfGroup, nodeOfStep, type PipelineNode } from '../../workflows/domain/pipeline/node.ts';
import { type Action, planPipeline } from '../../workflows/domain/pipeline/plan.ts';
import { applyUpdate } from '../../workflows/domain/pipeline/run-state.ts';

type Outcome = 'completed' | 'failed' | 'aborted';

/** How the world answers: what each attempt of a step ends with, how long lists are, what callbacks say. */
export interface World {
  spec: PipelineSpec;
  /** Ends of the attempts of each step, the last one for all that follow. */
  outcomes: Record<string, Outcome[]>;
  items: Record<string, number>;
  /** Round after which a repeated step is done. */
  doneAfter: Record<string, number>;
  /** What `preExecute` and `when` say. */
  says: Record<string, boolean>;
  /** Which of the things under way comes to its end next. */
  order: number[];
  /** Number of ends after which the run is stopped, or paused for a while; null for never. */
  stopAfter: number | null;
  pauseAfter: number | null;
}

const arbitraryOutcome = fc.constantFrom<Outcome>('completed', 'completed', 'completed', 'failed', 'aborted');

/** A random DAG: a step's parents are among those before it. */
export const arbitraryWorld: fc.Arbitrary<World> = fc.integer({ min: 1, max: 9 }).chain((count) =>
  fc
    .record({
      steps: fc.tuple(...Array.from({ length: count }, (_, index) => arbitraryStep(index))),
      maxParallel: fc.option(fc.integer({ min: 1, max: 3 })),
      outcomes: fc.array(fc.array(arbitraryOutcome, { minLength: 1, maxLength: 4 }), { minLength: count, maxLength: count }),
      items: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: count, maxLength: count }),
      doneAfter: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: count, maxLength: count }),
      says: fc.array(fc.boolean(), { minLength: count, maxLength: count }),
      order: fc.array(fc.nat(), { minLength: 5, maxLength: 40 }),
      stopAfter: fc.option(fc.integer({ min: 0, max: 8 }), { freq: 3 }),
      pauseAfter: fc.option(fc.integer({ min: 0, max: 8 }), { freq: 3 }),
    })
    .map(({ steps, maxParallel, ...world }) => {
      const byName = <T>(values: T[]): Record<string, T> =>
        Object.fromEntries(values.map((value, index) => [`s${index}`, value]));
      const spec = pipelineSpec.parse({ name: 'p', project: 'q', maxParallel, steps });
      return {
        ...world,
        spec,
        outcomes: byName(world.outcomes),
        items: byName(world.items),
        doneAfter: byName(world.doneAfter),
        says: byName(world.says),
      };
    }),
);

const arbitraryStep = (index: number): fc.Arbitrary<object> =>
  fc
    .record({
      parents: fc.subarray(
        Array.from({ length: index }, (_, before) => `s${before}`),
        { maxLength: Math.min(3, index) },
      ),
      hooks: fc.subarray(['preExecute', 'postExecute', 'retry'], { maxLength: 2 }),
      group: fc.constantFrom('none', 'none', 'none', 'map', 'repeat'),
      groupMax: fc.option(fc.integer({ min: 1, max: 2 })),
      retries: fc.integer({ min: 0, max: 2 }),
      flags: fc.record({
        continueOnFail: fc.boolean(),
        continueOnAbort: fc.boolean(),
        skipChildrenOnFail: fc.boolean(),
        skipChildrenOnAbort: fc.boolean(),
      }),
    })
    .map(({ parents, hooks, group, groupMax, retries, flags }) => ({
      name: `s${index}`,
      kind: 'task',
      base: { task: 'base' },
      parents,
      hooks,
      retries,
      ...flags,
      ...(group === 'map' ? { map: { over: [], maxParallel: groupMax } } : {}),
      ...(group === 'repeat' ? { repeat: { until: { value: 1, is: 'equal', than: 1 }, atMost: 3 } } : {}),
    }));

export interface Played {
  nodes: Map<string, PipelineNode>;
  /** Everything that was started, in order: `name/attempt`. */
  starts: string[];
  /** Calls of hooks: `name/hook/attempt`. */
  calls: string[];
  /** Most steps under way at a time. */
  peak: number;
  /** Things that must never happen, in words. */
  wrongs: string[];
  startsAfterStop: number;
}

const MOST_ROUNDS = 3000;

/** Plays a run to its end: does what is planned, and lets what is under way end in the order that the world says. */
export function play(world: World): Played {
  const nodes = new Map(world.spec.steps.map((step) => [step.name, nodeOfStep(step)]));
  const played: Played = { nodes, starts: [], calls: [], peak: 0, wrongs: [], startsAfterStop: 0 };
  const pending: { action: Action; settle(): void }[] = [];
  let ends = 0;
  let stop: string | null = null;
  let paused = false;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    if (world.stopAfter !== null && ends >= world.stopAfter) stop ??= 'stopped';
    paused = world.pauseAfter !== null && ends === world.pauseAfter && round % 3 !== 0;
    const plan = planPipeline(nodes, { now: 0, paused, stop, maxParallel: world.spec.maxParallel });
    if (plan.over) return played;
    for (const action of plan.actions) begin(world, played, action, pending, stop);
    const underWay = [...nodes.values()].filter(({ run, group }) => !group && ((hasBegun(run) && !run.ended) || run.starting));
    played.peak = Math.max(played.peak, underWay.length);
    if (plan.actions.some((action) => action.do === 'settle')) continue;
    if (pending.length === 0) {
      if (paused || plan.actions.length > 0) continue;
      played.wrongs.push('nothing is under way and nothing is planned, but the run is not over');
      return played;
    }
    const [next] = pending.splice((world.order[round % world.order.length] ?? 0) % pending.length, 1);
    next?.settle();
    ends += 1;
  }
  played.wrongs.push('the run does not end');
  return played;
}

function begin(
  world: World,
  played: Played,
  action: Action,
  pending: { action: Action; settle(): void }[],
  stop: string | null,
): void {
  const { nodes } = played;
  const node = nodes.get(action.node)!;
  const later = (settle: () => void) => {
    node.run.busy = true;
    pending.push({
      action,
      settle() {
        node.run.busy = false;
        settle();
      },
    });
  };
  switch (action.do) {
    case 'settle':
      node.run.settled = true;
      return;
    case 'close':
      later(() => update(node, { state: action.state, attempt: node.run.attempt }));
      return;
    case 'call':
      played.calls.push(`${node.name}/${action.hook}/${hasBegun(node.run) ? node.run.attempt : node.run.base + 1}`);
      later(() => answer(world, node, action.hook));
      return;
    case 'expand':
      later(() => {
        const count = node.group?.kind === 'map' ? (world.items[node.step] ?? 0) : 1;
        const first = node.group?.kind === 'map' ? 0 : 1;
        for (let index = first; index < first + count; index += 1) addInstance(nodes, node, index);
        Object.assign(node.run, { instances: count, state: 'running' });
      });
      return;
    case 'nextRound':
      later(() => {
        addInstance(nodes, node, action.round);
        node.run.instances = action.round;
      });
      return;
    case 'checkUntil':
      later(() => {
        node.run.until = { round: action.round, holds: action.round >= (world.doneAfter[node.step] ?? 1) };
      });
      return;
    case 'stop':
      node.run.stopping = true;
      return;
    case 'start':
      start(world, played, node, action.attempt, { later, pending, stop });
  }
}

function start(
  world: World,
  played: Played,
  node: PipelineNode,
  attempt: number,
  {
    later,
    pending,
    stop,
  }: { later(settle: () => void): void; pending: { action: Action; settle(): void }[]; stop: string | null },
): void {
  const key = `${node.name}/${attempt}`;
  if (played.starts.includes(key)) played.wrongs.push(`${key} was started twice`);
  if (stop !== null) played.startsAfterStop += 1;
  for (const parent of node.parents) {
    const { run } = played.nodes.get(parent)!;
    if (!run.settled) played.wrongs.push(`${key} was started before ${parent} had ended`);
  }
  played.starts.push(key);
  node.run.starting = true;
  later(() => {
    update(node, { state: 'running', attempt });
    pending.push({
      action: { do: 'start', node: node.name, attempt },
      settle: () => update(node, { state: node.run.stopping ? 'aborted' : outcomeOf(world, node, attempt), attempt }),
    });
  });
}

/** An instance ends as its step says, counted from its own place. */
export function outcomeOf({ outcomes }: World, { step, index }: Pick<PipelineNode, 'step' | 'index'>, attempt: number): Outcome {
  const list = outcomes[step] ?? ['completed'];
  const at = Math.min(attempt - 1, list.length - 1);
  return list[(at + (index ?? 0)) % list.length] ?? 'completed';
}

function answer(world: World, node: PipelineNode, hook: string): void {
  node.run.passed.push(hook as 'preExecute');
  if (hook === 'retry') node.run.retryDecision = node.run.attempt <= 2;
  if (hook === 'preExecute' && world.says[node.step] === false) update(node, { state: 'skipped', attempt: node.run.attempt });
}

const update = (node: PipelineNode, { state, attempt }: { state: StepState; attempt: number }): void =>
  void applyUpdate(node, { node: node.name, state, attempt, task: null, queuedAt: 0, startedAt: 0, dueAt: null });

function addInstance(nodes: Map<string, PipelineNode>, group: PipelineNode, index: number): void {
  const instance = instanceOfGroup(group, index);
  nodes.set(instance.name, instance);
}

/** What every step must end with in a run that nobody stops, worked out step by step without any planning. */
export function expectedStates(world: World): Record<string, StepState> {
  const states: Record<string, StepState> = {};
  for (const step of world.spec.steps) {
    const blocked = step.parents.some((name) => {
      const parent = world.spec.steps.find((each) => each.name === name)!;
      const state = states[name];
      if (state === 'failed') return !parent.continueOnFail || parent.skipChildrenOnFail;
      if (state === 'aborted') return !parent.continueOnAbort || parent.skipChildrenOnAbort;
      return state === 'skipped';
    });
    states[step.name] = blocked ? 'skipped' : expectedState(world, step);
  }
  return states;
}

function expectedState(world: World, step: StepSpec): StepState {
  const one = (index: number | null): StepState => {
    if (step.hooks.includes('preExecute') && world.says[step.name] === false) return 'skipped';
    for (let attempt = 1; ; attempt += 1) {
      const outcome = outcomeOf(world, { step: step.name, index }, attempt);
      const again = step.hooks.includes('retry') ? attempt <= 2 : attempt <= step.retries;
      if (outcome !== 'failed' || !again) return outcome;
    }
  };
  if (step.map) {
    const states = Array.from({ length: world.items[step.name] ?? 0 }, (_, index) => one(index));
    if (states.includes('failed')) return 'failed';
    if (states.includes('aborted')) return 'aborted';
    return states.length > 0 && states.every((state) => state === 'skipped') ? 'skipped' : 'completed';
  }
  if (step.repeat) {
    for (let round = 1; ; round += 1) {
      const state = one(round);
      if (state !== 'completed' || round >= step.repeat.atMost || round >= (world.doneAfter[step.name] ?? 1)) return state;
    }
  }
  return one(null);
}

export const allEnded = (nodes: Iterable<PipelineNode>): boolean =>
  [...nodes].every(({ run }) => isEnd(run.state) && run.settled);
