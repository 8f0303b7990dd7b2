import { CancellationScope } from '@temporalio/workflow';
import type { PipelineStart } from '../contracts/pipeline-activities.ts';
import type { RunRef } from '../contracts/run.ts';
import { fullNode, type PipelineNode } from '../domain/pipeline/node.ts';
import { applyUpdate, type NodeUpdate } from '../domain/pipeline/run-state.ts';
import type { Notification } from './notify.ts';

/** What a run's workflow knows: the graph, where its nodes stand, and what was said to it. */
export interface PipelineState {
  run: RunRef;
  pipeline: PipelineStart['pipeline'];
  nodes: Map<string, PipelineNode>;
  /** The definition was read. */
  loaded: boolean;
  /** Tasks whose records have moved. */
  changed: Set<string>;
  stop: { reason: string; failed: boolean } | null;
  paused: boolean;
  /** Something happened that is to be planned for. */
  woken: boolean;
  /** Calls of the definition's worker that have not returned, and what they belong to. */
  calls: { scope: CancellationScope; inFlight: number };
  /** Calls of `onStatusChange` that have not returned, in their order. */
  notifications: Notification[];
  /** Being continued as a new run: nothing long begins. */
  draining: boolean;
}

export function createState(
  run: RunRef,
  carried: { stop?: PipelineState['stop']; notifications?: Notification[] },
): PipelineState {
  return {
    run,
    pipeline: { project: '', name: '', version: '' },
    nodes: new Map(),
    loaded: false,
    changed: new Set(),
    stop: carried.stop ?? null,
    paused: false,
    woken: true,
    calls: { scope: new CancellationScope(), inFlight: 0 },
    notifications: carried.notifications ?? [],
    draining: false,
  };
}

export function load(state: PipelineState, start: PipelineStart): void {
  state.pipeline = start.pipeline;
  state.nodes = new Map(start.nodes.map((node) => [node.name, fullNode(node)]));
  state.paused = start.paused;
  state.loaded = true;
}

/** Takes over what the database says; `onChange` hears of every other state. */
export function takeOver(
  state: PipelineState,
  updates: readonly NodeUpdate[],
  onChange: (node: PipelineNode, before: PipelineNode['run']['state']) => void,
): void {
  for (const update of updates) {
    const node = state.nodes.get(update.node);
    if (!node) continue;
    const before = applyUpdate(node, update);
    if (before !== null) onChange(node, before);
  }
  if (updates.length > 0) state.woken = true;
}

/** The first reason counts. Calls of the definition's worker are of no use any more. */
export function requestStop(state: PipelineState, stop: NonNullable<PipelineState['stop']>): void {
  if (state.stop !== null) return;
  state.stop = stop;
  state.woken = true;
  state.calls.scope.cancel();
}
