import assert from 'node:assert/strict';
import { choice, defineSweep, logUniform, maximize, optuna } from '../../../sdk/sweeps/index.ts';
import { parseYamlSweep } from '../../../sdk/sweeps/yaml-sweep.ts';

const parse = (text: string, files: Record<string, string> = {}) =>
  parseYamlSweep({ text, path: '/there/sweep.yaml', readFile: (path) => files[path] ?? assert.fail(`reads ${path}`) });

const TEXT = `
name: s
project: x
base: { project: x, name: train }
space:
  Args/lr: { kind: logUniform, min: 0.0001, max: 1 }
  Args/kind: { kind: choice, values: [a, 1, 1.5, true, null] }
objective: { title: accuracy, series: validation, sign: max }
strategy: { kind: optuna, pruner: MedianPruner }
limits: { maxTrials: 20, trialTime: 10m }
`;

describe('a sweep in YAML', () => {
  it('is the same as in TypeScript', () => {
    const { spec, base } = parse(TEXT);
    const same = defineSweep({
      name: 's',
      project: 'x',
      base: { project: 'x', name: 'train' },
      space: { 'Args/lr': logUniform({ min: 0.0001, max: 1 }), 'Args/kind': choice(['a', 1, 1.5, true, null]) },
      objective: maximize('accuracy', 'validation'),
      strategy: optuna({ pruner: 'MedianPruner' }),
      limits: { maxTrials: 20, trialTime: '10m' },
    });
    assert.deepEqual(spec, same.spec);
    assert.deepEqual(base, same.base);
  });

  it('may name a file beside it whose code the trials run', () => {
    const { base } = parse(TEXT.replace('{ project: x, name: train }', '{ file: code/train.py, packages: [numpy] }'), {
      '/there/code/train.py': 'print()',
    });
    assert.deepEqual(base, { code: 'print()', entryPoint: 'train.py', packages: ['numpy'] });
  });

  it('may name a program as its strategy', () => {
    const { spec, ask } = parse(TEXT.replace('kind: optuna, pruner: MedianPruner', 'kind: program, command: [python3, ask.py]'));
    assert.deepEqual(spec.strategy, { kind: 'custom', name: 'python3 ask.py' });
    assert.ok(ask);
  });

  it('is refused with each field that is wrong, and what is allowed', () => {
    assert.throws(
      () => parse(TEXT.replace('maxTrials: 20', 'maxTrial: 20')),
      /sweep\.yaml:[\s\S]*Unrecognized key: "maxTrial"[\s\S]*limits/,
    );
    assert.throws(() => parse(TEXT.replace('10m', '10')), /limits\.trialTime/);
    assert.throws(() => parse(TEXT.replace('sign: max', 'sign: most')), /objective/);
    assert.throws(() => parse(TEXT.replace('kind: logUniform', 'kind: log')), /space\["Args\/lr"\]/);
    assert.throws(() => parse(TEXT.replace('min: 0.0001', 'min: 2')), /space\.Args\/lr\.max: 1 is below min 2/);
  });
});
