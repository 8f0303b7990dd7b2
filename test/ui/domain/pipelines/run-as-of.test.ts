import assert from 'node:assert/strict';
import { nodesAsOf } from '../../../../ui/src/domain/pipelines/run-as-of.ts';
import { runTimeline } from '../../../../ui/src/domain/pipelines/run-timeline.ts';
import type { StepState } from '../../../../workflows/contracts/pipeline.ts';
import type { RunEvent } from '../../../../workflows/contracts/pipeline-api.ts';
import { instance, node } from './nodes.ts';

const at = (second: number): string => new Date(second * 1000).toISOString();
const event = (second: number, name: string | null, state: StepState | null, text = ''): RunEvent => ({
  at: at(second),
  node: name,
  state,
  text,
  actor: null,
});

const EVENTS = [
  event(0, null, null, 'started'),
  event(1, 'a', 'queued'),
  event(3, 'a', 'running'),
  event(9, 'a', 'failed', 'exit code 1'),
  event(10, 'a', 'queued', 'attempt 2'),
  event(12, 'a', 'running'),
  event(20, 'a', 'completed'),
  event(20, 'm[0]', 'running'),
];
const NODES = [
  node('a', [], { state: 'completed', attempts: 2, started: at(12), ended: at(20), task: 'second' }),
  node('m', ['a'], { state: 'running' }),
  instance('m', 'm[0]', { state: 'running', started: at(20), progress: 30 }),
];

describe('a run as of an event', () => {
  const asOf = (index: number) => nodesAsOf(NODES, EVENTS, index);

  it('has everything still to come at the first', () => {
    assert.deepEqual(
      asOf(0).map(({ state, task, started }) => [state, task, started]),
      NODES.map(() => ['pending', null, null]),
    );
  });

  it('shows a failure that another attempt made good later', () => {
    const [a] = asOf(3);
    assert.deepEqual([a!.state, a!.reason, a!.attempts, a!.ended], ['failed', 'exit code 1', 1, at(9)]);
  });

  it('has begun anew with the later attempt, and counts its run time up to that moment', () => {
    const [a] = nodesAsOf(NODES, [...EVENTS.slice(0, 6), event(15, null, null, 'paused')], 6);
    assert.deepEqual([a!.state, a!.attempts, a!.started, a!.ended], ['running', 2, at(12), at(15)]);
  });

  it('is at the last event as it is now', () => {
    const past = asOf(EVENTS.length - 1);
    assert.deepEqual(
      past.filter(({ name }) => name !== 'm').map(({ state, started }) => [state, started]),
      NODES.filter(({ name }) => name !== 'm').map(({ state, started }) => [state, started]),
    );
  });
});

describe('the timeline of a run', () => {
  it('has a part for each wait and each stretch of work, in the state in which it ended', () => {
    const { rows, from, to } = runTimeline(NODES, EVENTS, 30_000);
    assert.deepEqual(
      rows.map(({ node: { name }, parts }) => [name, parts.map((part) => [part.state, part.from, part.to])]),
      [
        [
          'a',
          [
            ['queued', 1000, 3000],
            ['failed', 3000, 9000],
            ['queued', 10_000, 12_000],
            ['completed', 12_000, 20_000],
          ],
        ],
        ['m[0]', [['running', 20_000, 30_000]]],
      ],
    );
    assert.deepEqual([from, to], [0, 30_000]);
  });

  it('is drawn from the steps where no events were recorded', () => {
    const { rows } = runTimeline(NODES.slice(0, 1), [], 99_000);
    assert.deepEqual(rows[0]!.parts, [{ state: 'completed', from: 12_000, to: 20_000 }]);
  });
});
