import type { CompactNode, PipelineNode } from '../domain/pipeline/node.ts';
import type { NodeUpdate } from '../domain/pipeline/run-state.ts';
import type { PipelineHook, StepHook, StepState } from './pipeline.ts';
import type { FunctionAnswer, FunctionCall, PipelineHookCall, StepHookCall, StepHookOutcome } from './pipeline-hooks.ts';
import type { RunRef } from './run.ts';

/** What `pipelineWorkflow` asks of Postgres. Each is idempotent: asked twice, it answers what it has done before. */
export interface PipelineActivities {
  /** Reads the definition and where every node stands; prepares the nodes of an attempt that has just begun. */
  beginPipeline(run: RunRef): Promise<PipelineStart>;
  /** Resolves references, makes or clones the tasks and enqueues them, or takes their results from the cache. */
  startSteps(input: { run: RunRef; steps: { node: string; attempt: number }[] }): Promise<NodeUpdate[]>;
  /** Looks at the records of tasks that have changed. */
  observeSteps(input: { run: RunRef; tasks: string[] | 'all' }): Promise<NodeUpdate[]>;
  /** Writes the end of nodes that no task stands for. */
  closeSteps(input: { run: RunRef; steps: ClosedStep[] }): Promise<NodeUpdate[]>;
  /** Evaluates `when`, then makes the instances of a mapped step, or the first one of a repeated step. */
  expandStep(input: { run: RunRef; node: string }): Promise<Expansion>;
  /** Makes the next instance of a repeated step, and answers it. */
  nextRound(input: { run: RunRef; node: string; round: number }): Promise<CompactNode>;
  checkUntil(input: { run: RunRef; node: string; round: number }): Promise<{ holds: boolean }>;
  stopSteps(input: { run: RunRef; steps: { node: string; reason: string; limit: boolean }[] }): Promise<void>;
  /** What a hook is called with; null when its outcome is recorded already, and then that. */
  describeHook(input: HookRef & { run: RunRef; previousState: StepState | null; state: StepState }): Promise<HookDescription>;
  /** Records what a hook has answered, once for each key, and adds the steps that it asks for. */
  recordHook(input: HookRef & { run: RunRef; outcome: StepHookOutcome }): Promise<RecordedHook>;
  describePipelineHook(input: { run: RunRef; hook: PipelineHook; status: string | null }): Promise<PipelineHookCall | null>;
  recordPipelineHook(input: { run: RunRef; hook: PipelineHook }): Promise<void>;
  /** Shows that nodes wait for the definition's worker, or that they no longer do. */
  noteBlocked(input: { run: RunRef; node: string | null; blocked: boolean; hook: string }): Promise<void>;
  /** What a function step is called with; null when the attempt has ended or was superseded. */
  describeFunction(input: FunctionRef): Promise<FunctionCall | null>;
  finishFunction(input: FunctionRef & { end: FunctionEnd }): Promise<void>;
  notePaused(input: { run: RunRef; paused: boolean; actor: string }): Promise<void>;
  /** Ends an approval or a wait. */
  decideSteps(input: { run: RunRef; steps: ClosedStep[]; actor: string }): Promise<NodeUpdate[]>;
  /** Makes a step and all that comes after it as if they had not run. Answers the nodes as they are now. */
  rerunStep(input: { run: RunRef; step: string; actor: string }): Promise<PipelineStart>;
}

export interface PipelineStart {
  /** Why there is nothing to run; null when all is well. */
  problem: string | null;
  pipeline: { project: string; name: string; version: string };
  nodes: CompactNode[];
  abortOnFailure: boolean;
  maxParallel: number | null;
  /** When the time of the whole run is over, in milliseconds since the epoch. */
  deadline: number | null;
  timeLimitMs: number | null;
  hooks: PipelineHook[];
  paused: boolean;
}

export interface ClosedStep {
  node: string;
  state: StepState;
  reason: string;
  /** Also when it has ended otherwise: a callback that follows the end has failed. */
  overEnd?: boolean;
}

export interface Expansion {
  /** Set when the step does not run: it is skipped, or its list cannot be made. */
  update: NodeUpdate | null;
  /** The instances. */
  nodes: CompactNode[];
}

export interface FunctionRef {
  run: RunRef;
  node: string;
  /** The step's task and its attempt. */
  task: string;
  attempt: number;
}

export type FunctionEnd = ({ status: 'completed' } & FunctionAnswer) | { status: 'failed' | 'stopped'; reason: string };

export interface HookRef {
  node: string;
  hook: StepHook;
  attempt: number;
  /** For `onStatusChange`: tells the calls of one attempt apart. */
  suffix?: string;
}

export type HookDescription =
  | { call: StepHookCall; recorded: null }
  /** The call was answered before. */
  | { call: null; recorded: RecordedHook };

export interface RecordedHook {
  decision: boolean | null;
  /** Nodes that the hook has added. */
  added: CompactNode[];
  /** Why what the hook asked for cannot be done. */
  problem: string | null;
}

/** Kept small: what a step is made of stays in the database. */
export type { CompactNode, NodeUpdate, PipelineNode };
