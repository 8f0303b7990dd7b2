import assert from 'node:assert/strict';
import { descendants } from '../../../../ui/src/domain/pipelines/descendants.ts';
import { isRunAllowed, nodeActions, RUN_ACTIONS } from '../../../../ui/src/domain/pipelines/run-actions.ts';
import type { StepSpec } from '../../../../workflows/contracts/pipeline.ts';
import { instance, node } from './nodes.ts';

describe('what can be done to a run', () => {
  const allowed = (status: string, paused = false, engine: 'perdura' | 'python' = 'perdura') =>
    RUN_ACTIONS.filter((action) => isRunAllowed(action, { status, paused, engine }));

  for (const [status, actions] of [
    ['created', ['new', 'copy']],
    ['queued', ['new', 'copy', 'abort']],
    ['in_progress', ['new', 'copy', 'abort', 'pause']],
    ['failed', ['new', 'copy', 'continue']],
    ['stopped', ['new', 'copy', 'continue']],
    ['completed', ['new', 'copy']],
  ] as const) {
    it(`that is ${status}: ${actions.join(', ')}`, () => assert.deepEqual(allowed(status), actions));
  }

  it('that is paused: it is resumed, and not paused again', () =>
    assert.deepEqual(allowed('in_progress', true), ['new', 'copy', 'abort', 'resume']));

  it('of a controller in Python: no pause, and no copy of its code', () =>
    assert.deepEqual(allowed('in_progress', false, 'python'), ['new', 'abort']));
});

describe('what can be done to a step', () => {
  const run = { engine: 'perdura', status: 'in_progress' } as const;
  const signal = { kind: 'wait', signal: 'go' } as StepSpec;

  for (const [what, step, actions] of [
    ['that awaits an approval', node('a', [], { kind: 'approval', state: 'awaiting' }), ['approve', 'refuse']],
    ['that awaits a signal', node('a', [], { kind: 'wait', state: 'awaiting', spec: signal }), ['signal']],
    ['that awaits a time', node('a', [], { kind: 'wait', state: 'awaiting' }), []],
    ['that is over', node('a', [], { state: 'failed' }), ['rerun']],
    ['that runs', node('a', [], { state: 'running' }), []],
  ] as const) {
    it(`${what}: ${actions.join(', ') || 'nothing'}`, () => assert.deepEqual(nodeActions(step, run), actions));
  }

  it('of a controller in Python: nothing', () =>
    assert.deepEqual(nodeActions(node('a', [], { state: 'failed' }), { engine: 'python', status: 'failed' }), []));

  it('runs again with all that depends on it, near or far', () => {
    const nodes = [node('a'), node('b', ['a']), instance('b', 'b[0]'), node('c', ['b']), node('d', ['a']), node('e', ['c', 'd'])];
    assert.deepEqual(descendants(nodes, 'b'), ['c', 'e']);
    assert.deepEqual(descendants(nodes, 'e'), []);
  });
});
