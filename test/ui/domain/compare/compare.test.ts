import assert from 'node:assert/strict';
import type { Task, TaskWithMetrics } from '../../../../ui/src/api/types.ts';
import { compareParameters, parameterKeys, parameterValue } from '../../../../ui/src/domain/compare/compare-parameters.ts';
import { comparedIds, comparePath } from '../../../../ui/src/domain/compare/compare-path.ts';
import { metricKey, metricsOf, metricValue } from '../../../../ui/src/domain/compare/last-metrics.ts';
import { overlayFigures } from '../../../../ui/src/domain/compare/overlay-figures.ts';
import { plotGroups } from '../../../../ui/src/domain/compare/plot-groups.ts';
import { sampleComparisons } from '../../../../ui/src/domain/compare/sample-comparisons.ts';
import { compareDetails } from '../../../../ui/src/domain/compare/sections.ts';

const task = (id: string, part: Partial<TaskWithMetrics>): TaskWithMetrics => ({
  id,
  name: id,
  type: 'training',
  status: 'completed',
  ...part,
});
const args = (values: Record<string, string>): Task['hyperparams'] => ({
  Args: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { section: 'Args', name, value }])),
});

describe('a comparison of tasks', () => {
  it('keeps each id once, and no more than a hundred', () => {
    assert.equal(comparePath(['a', 'b'], 'scalars'), '/compare/scalars?ids=a,b');
    assert.deepEqual(comparedIds(new URLSearchParams('ids=a,b,,a, c')), ['a', 'b', 'c']);
    const many = Array.from({ length: 120 }, (_, index) => `t${index}`).join(',');
    assert.equal(comparedIds(new URLSearchParams({ ids: many })).length, 100);
  });

  it('sets packages beside each other by their names, and leaves out what no task has', () => {
    const sections = compareDetails([
      task('a', { script: { branch: 'main', requirements: { pip: 'numpy==1.0\ntorch==2.1' } } }),
      task('b', { script: { branch: 'main', requirements: { pip: ['torch==2.2', 'numpy==1.0'] } } }),
    ]);
    assert.deepEqual(
      sections.map(({ title }) => title),
      ['Task', 'Source code', 'Packages'],
    );
    assert.deepEqual(
      sections[2]!.rows.map(({ label, cells, differs }) => [label, cells, differs]),
      [
        ['numpy', ['==1.0', '==1.0'], false],
        ['torch', ['==2.1', '==2.2'], true],
      ],
    );
  });

  it('knows parameters by section and name, their types, and which differ', () => {
    const tasks = [
      task('a', { hyperparams: args({ lr: '0.1', act: 'relu' }) }),
      task('b', { hyperparams: args({ lr: '1e-2' }) }),
    ];
    assert.deepEqual(parameterKeys(tasks), ['Args/act', 'Args/lr']);
    assert.deepEqual(
      tasks.map((one) => [parameterValue(one, 'Args/lr'), parameterValue(one, 'Args/act')]),
      [
        [0.1, 'relu'],
        [0.01, undefined],
      ],
    );
    assert.deepEqual(
      compareParameters(tasks)[0]!.rows.map(({ key, cells }) => [key, cells]),
      [
        ['Args/act', ['relu', null]],
        ['Args/lr', ['0.1', '1e-2']],
      ],
    );
  });

  it('takes figures of metrics from the records, those of the machine last', () => {
    const figures = { value: 2, min_value: 1, max_value: 3 };
    const tasks = [
      task('a', { last_metrics: { x: { y: { metric: ':monitor:gpu', variant: 'use', ...figures } } } }),
      task('b', { last_metrics: { x: { y: { metric: 'loss', variant: 'train', ...figures } } } }),
    ];
    assert.deepEqual(metricsOf(tasks), [
      { title: 'loss', series: 'train' },
      { title: ':monitor:gpu', series: 'use' },
    ]);
    const key = metricKey('loss', 'train');
    assert.deepEqual(
      (['last', 'min', 'max'] as const).map((figure) => metricValue(tasks[1]!, key, figure)),
      [2, 1, 3],
    );
    assert.equal(metricValue(tasks[0]!, key, 'last'), null);
  });

  it('draws figures over each other in the colours of their tasks, where their kind allows it', () => {
    const curve = (y: number[]) => ({ data: [{ type: 'scatter', y, line: { color: 'red', dash: 'dot' } }] });
    const merged = overlayFigures([
      { name: 'a', color: 'blue', figure: curve([1]) },
      { name: 'b', color: 'green', figure: curve([2]) },
    ])!;
    assert.deepEqual(
      (merged.data as Record<string, any>[]).map(({ name, line }) => [name, line]),
      [
        ['a', { color: 'blue', dash: 'dot' }],
        ['b', { color: 'green', dash: 'dot' }],
      ],
    );
    const heat = { name: 'c', color: 'red', figure: { data: [{ type: 'heatmap' }] } };
    assert.equal(overlayFigures([heat]), null);
    assert.equal(overlayFigures([]), null);
  });

  it('groups plots and samples by what they show', () => {
    const groups = plotGroups([
      { task: 'a', plots: [{ metric: 'roc', variant: 'test', iterations: [1, 9, 3] }] },
      { task: 'b', plots: [{ metric: 'roc', variant: 'test', iterations: [2] }] },
    ]);
    assert.deepEqual([groups.length, groups[0]!.newest.get('a'), groups[0]!.newest.get('b')], [1, 9, 2]);
    const sample = (iter: number) => ({ metric: 'm', variant: 'v', iter, url: '' });
    const [comparison] = sampleComparisons([
      { task: 'a', samples: [sample(1), sample(3)] },
      { task: 'b', samples: [sample(2)] },
    ]);
    assert.deepEqual(comparison!.iterations, [1, 2, 3]);
    assert.deepEqual([...comparison!.byTask.keys()], ['a', 'b']);
  });
});
