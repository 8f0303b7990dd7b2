import type { NodeView, RunSummary, RunView } from '../../../../workflows/contracts/pipeline-api.ts';
import { isEnd } from './step-state.ts';

export const RUN_ACTIONS = ['new', 'copy', 'abort', 'continue', 'pause', 'resume'] as const;
export type RunAction = (typeof RUN_ACTIONS)[number];

type Subject = Pick<RunSummary, 'status' | 'engine'> & Partial<Pick<RunView, 'paused'>>;

/** Whether the state of a run allows the action. A controller in Python has no pause, and is continued by being enqueued again. */
export function isRunAllowed(action: RunAction, { status, engine, paused }: Subject): boolean {
  switch (action) {
    case 'new':
      return true;
    case 'copy':
      return engine === 'perdura';
    case 'abort':
      return status === 'queued' || status === 'in_progress';
    case 'continue':
      return status === 'stopped' || status === 'failed';
    case 'pause':
      return engine === 'perdura' && status === 'in_progress' && paused !== true;
    case 'resume':
      return paused === true && status === 'in_progress';
  }
}

export const NODE_ACTIONS = ['approve', 'refuse', 'signal', 'rerun'] as const;
export type NodeAction = (typeof NODE_ACTIONS)[number];

/** What can be done to a step now. */
export function nodeActions(node: NodeView, run: Pick<RunView, 'engine' | 'status'>): NodeAction[] {
  if (run.engine !== 'perdura') return [];
  if (node.state === 'awaiting' && node.kind === 'approval') return ['approve', 'refuse'];
  if (node.state === 'awaiting' && signalOf(node) !== null) return ['signal'];
  return isEnd(node.state) && run.status !== 'published' ? ['rerun'] : [];
}

/** The signal that a step waits for. */
export const signalOf = ({ spec }: NodeView): string | null => (spec?.kind === 'wait' ? spec.signal : null);
