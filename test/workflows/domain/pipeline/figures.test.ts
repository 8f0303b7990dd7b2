import assert from 'node:assert/strict';
import { executionDetails, executionFlow, type FigureNode } from '../../../../workflows/domain/pipeline/figures.ts';

const step = (name: string, change: Partial<FigureNode> = {}): FigureNode => ({
  ...{ name, parents: [], instanceOf: null, state: 'completed', reason: null, task: null, started: null, ended: null },
  parameters: {},
  ...change,
});

describe('the figures of a run', () => {
  const nodes = [
    step('data'),
    step('train', { parents: ['data'], state: 'running' }),
    step('train[0]', { instanceOf: 'train', state: 'failed', reason: 'exit code 1' }),
    step('report', { parents: ['data', 'train'], state: 'pending' }),
  ];

  it('have a graph that leads from the run along parents, and from a step to its instances', () => {
    const [flow] = executionFlow('my run', nodes).data as [{ node: Record<string, string[]>; link: Record<string, number[]> }];
    const { source, target } = flow.link as { source: number[]; target: number[] };
    assert.deepEqual(flow.node.label, ['my run', 'data', 'train', 'train[0]', 'report']);
    assert.deepEqual(
      source.map((from, i) => [from, target[i]]),
      [
        [0, 1],
        [1, 2],
        [2, 3],
        [1, 4],
        [2, 4],
      ],
    );
    assert.deepEqual(flow.node.customdata, ['', 'completed', 'running', 'failed: exit code 1', 'pending']);
    assert.equal(new Set(flow.node.color).size, 4);
  });

  it('have a table with a row for each step, which links its task', () => {
    const [table] = executionDetails('my run', [
      step('train', { task: 'abc', started: '2026-01-01T00:00:00.000Z', parameters: { 'Args/lr': 0.1, 'Args/name': 'x' } }),
    ]).data as [{ header: { values: string[] }; cells: { values: unknown[][] } }];
    const row = Object.fromEntries(table.header.values.map((name, i) => [name, table.cells.values[i]?.[0]]));
    assert.deepEqual(row, {
      'Pipeline Step': 'train',
      'Task ID': '<a href="/projects/*/tasks/abc"> abc </a>',
      Status: 'completed',
      'Started (UTC)': '2026-01-01 00:00:00',
      'Ended (UTC)': '',
      Parameters: 'Args/lr=0.1, Args/name=x',
    });
  });
});
