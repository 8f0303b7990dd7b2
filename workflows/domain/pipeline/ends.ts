import type { PipelineNode } from './node.ts';
import { STEP_ENDS, type StepState } from './spec.ts';

const ENDED: ReadonlySet<StepState> = new Set(STEP_ENDS);

export const isEnd = (state: StepState): boolean => ENDED.has(state);

/** Why what depends on a node is skipped; null while it has not ended, or when it goes on. */
export function skipCause({ name, run, ...flags }: PipelineNode): string | null {
  if (!run.settled) return null;
  switch (run.state) {
    case 'skipped':
      return `${name} was skipped`;
    case 'failed':
      return flags.continueOnFail && !flags.skipChildrenOnFail ? null : `${name} failed`;
    case 'aborted':
      return flags.continueOnAbort && !flags.skipChildrenOnAbort ? null : `${name} was aborted`;
    default:
      return null;
  }
}

/** Steps that make the run fail. What happens to an instance is its group's affair. */
export function failedSteps(nodes: Iterable<PipelineNode>): PipelineNode[] {
  return [...nodes].filter(
    ({ instanceOf, run, continueOnFail, continueOnAbort }) =>
      instanceOf === null &&
      run.settled &&
      ((run.state === 'failed' && !continueOnFail) || (run.state === 'aborted' && !continueOnAbort)),
  );
}

/** The step whose failure aborts a run that is to be aborted by one; null when there is none. */
export function abortCause(nodes: Iterable<PipelineNode>): string | null {
  for (const { name, run, continueOnFail } of nodes)
    if (run.settled && run.state === 'failed' && !continueOnFail) return `${name} failed`;
  return null;
}

export interface RunEnd {
  status: 'completed' | 'failed' | 'stopped';
  reason: string;
  message: string;
}

/** How a run ends whose nodes are all settled. `stop` is why it was ended, if it was. */
export function endOfRun(nodes: Iterable<PipelineNode>, stop: { reason: string; failed: boolean } | null): RunEnd {
  const all = [...nodes];
  if (stop) return { status: stop.failed ? 'failed' : 'stopped', reason: stop.reason, message: '' };
  const failed = failedSteps(all);
  if (failed.length === 0) return { status: 'completed', reason: '', message: '' };
  const names = failed.slice(0, 5).map(({ name, run }) => `${name} ${run.state === 'failed' ? 'failed' : 'was aborted'}`);
  return {
    status: 'failed',
    reason: names.join(', ') + (failed.length > 5 ? ` and ${failed.length - 5} more` : ''),
    message: '',
  };
}
