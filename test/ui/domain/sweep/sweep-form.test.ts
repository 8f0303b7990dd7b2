import assert from 'node:assert/strict';
import type { Task } from '../../../../ui/src/api/types.ts';
import { formFrom, newForm, readForm, type SweepForm } from '../../../../ui/src/domain/sweep/sweep-form.ts';
import type { SweepSpec } from '../../../../workflows/contracts/sweep.ts';

const TASK: Task = {
  id: 'base',
  name: 'digits',
  type: 'training',
  status: 'completed',
  project: { id: 'p', name: 'examples' },
  hyperparams: {
    Args: {
      lr: { section: 'Args', name: 'lr', value: '0.01', type: 'float' },
      layers: { section: 'Args', name: 'layers', value: '4', type: 'int' },
    },
  },
};
const METRICS = [{ title: 'validation', series: 'accuracy' }];

/** The form of the task with the named parameters varied. */
function form(varied: string[], part: Partial<SweepForm> = {}): SweepForm {
  const fresh = newForm(TASK, METRICS, 'default');
  return {
    ...fresh,
    parameters: fresh.parameters.map((draft) => ({ ...draft, varied: varied.includes(draft.name) })),
    ...part,
  };
}

describe('the form of a sweep', () => {
  it('begins with what is usual, and lacks only a parameter that varies', () => {
    const { problems, spec } = readForm(form([]), 'base');
    assert.deepEqual(Object.keys(problems), ['space']);
    assert.deepEqual(spec.objectives, [{ title: 'validation', series: 'accuracy', sign: 'max' }]);
    assert.deepEqual([spec.name, spec.project, spec.queue, spec.baseTask], ['Sweep of digits', 'examples', 'default', 'base']);
  });

  it('counts the points of the grid, and names what has no end', () => {
    const layers = readForm(form(['Args/layers']), 'base');
    assert.deepEqual([layers.points, layers.endless], [7, []]);
    const both = readForm(form(['Args/layers', 'Args/lr']), 'base');
    assert.deepEqual([both.points, both.endless], [null, ['Args/lr']]);
  });

  it('shows at the fields what the sweep itself would refuse', () => {
    const strategy = { ...form([]).strategy, kind: 'grid' as const };
    assert.deepEqual(Object.keys(readForm(form(['Args/lr'], { strategy }), 'base').problems), ['strategy']);
    const asha = { ...strategy, kind: 'asha' as const, minIterations: '10', maxIterations: '5' };
    assert.deepEqual(Object.keys(readForm(form(['Args/lr'], { strategy: asha }), 'base').problems), ['strategy.maxIterations']);
    const limits = { ...form([]).limits, maxTrials: '' };
    assert.deepEqual(Object.keys(readForm(form(['Args/lr'], { limits }), 'base').problems), ['limits']);
  });

  it('names what is missing or cannot be read', () => {
    const broken = form(['Args/lr'], {
      name: ' ',
      queue: '',
      objectives: [{ title: '', series: '', sign: 'min' }],
      strategy: { ...form([]).strategy, seed: 'x', samplerArguments: '[1]' },
      limits: { ...form([]).limits, keepTop: '0' },
    });
    assert.deepEqual(Object.keys(readForm(broken, 'base').problems).sort(), [
      'keepTop',
      'name',
      'objectives.0',
      'queue',
      'strategy.samplerArguments',
      'strategy.seed',
    ]);
  });

  it('reads a sweep that it was filled from as the same definition', () => {
    const spec: SweepSpec = {
      ...readForm(form(['Args/lr']), 'base').spec,
      strategy: {
        kind: 'optuna',
        seed: 7,
        sampler: { name: 'CmaEsSampler', arguments: { sigma0: 0.2 } },
        pruner: { name: 'MedianPruner', arguments: {} },
      },
      trialName: 'run {number}',
      tags: ['night'],
    };
    const { problems, spec: again } = readForm(formFrom(spec, TASK), 'base', spec);
    assert.deepEqual(problems, {});
    assert.deepEqual(again, { ...spec, name: 'Sweep of digits again' });
  });
});
