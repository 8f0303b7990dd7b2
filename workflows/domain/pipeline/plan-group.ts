import type { PipelineNode } from './node.ts';
import type { Action, RunControl } from './plan.ts';
import type { StepState } from './spec.ts';

/** What follows from the instances of a mapped or repeated step that have ended. */
export function planGroup(nodes: ReadonlyMap<string, PipelineNode>, control: RunControl, group: PipelineNode): Action | null {
  const instances = [...nodes.values()].filter(({ instanceOf }) => instanceOf === group.name);
  if (instances.some(({ run }) => !run.settled)) return null;
  if (group.group?.kind === 'repeat') return planRepeat(control, group, instances);
  return { do: 'close', node: group.name, ...endOfMap(instances) };
}

function endOfMap(instances: PipelineNode[]): { state: StepState; reason: string } {
  const count = (state: StepState) => instances.filter(({ run }) => run.state === state).length;
  const of = `of ${instances.length}`;
  if (instances.length === 0) return { state: 'completed', reason: 'the list is empty' };
  if (count('failed') > 0) return { state: 'failed', reason: `${count('failed')} ${of} failed` };
  if (count('aborted') > 0) return { state: 'aborted', reason: `${count('aborted')} ${of} were aborted` };
  if (count('skipped') === instances.length) return { state: 'skipped', reason: 'every instance was skipped' };
  return { state: 'completed', reason: count('skipped') > 0 ? `${count('skipped')} ${of} were skipped` : '' };
}

function planRepeat(control: RunControl, group: PipelineNode, instances: PipelineNode[]): Action | null {
  const close = (state: StepState, reason: string): Action => ({ do: 'close', node: group.name, state, reason });
  const rule = group.group?.kind === 'repeat' ? group.group : { atMost: 1, until: false };
  const round = instances.length;
  const state = instances.at(-1)?.run.state;
  if (state === 'failed') return close(state, `round ${round} failed`);
  if (state === 'aborted' || state === 'skipped') return close(state, `round ${round} was ${state}`);
  if (control.stop !== null) return close(round === 0 ? 'skipped' : 'aborted', control.stop);
  if (round > 0 && rule.until && group.run.until?.round !== round) {
    if (group.hooks.includes('until')) return { do: 'call', node: group.name, hook: 'until' };
    return { do: 'checkUntil', node: group.name, round };
  }
  if (round > 0 && rule.until && group.run.until?.holds) return close('completed', `after ${round} rounds`);
  if (round >= rule.atMost) return close('completed', rule.until ? `the bound of ${round} rounds is met` : '');
  return control.paused ? null : { do: 'nextRound', node: group.name, round: round + 1 };
}
