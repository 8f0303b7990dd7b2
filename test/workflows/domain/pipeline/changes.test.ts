import assert from 'node:assert/strict';
import { pipelineSpec } from '../../../../activities/db/pipelines/spec-schema.ts';
import { changesBetween } from '../../../../workflows/domain/pipeline/changes.ts';
import type { PipelineSpec } from '../../../../workflows/domain/pipeline/spec.ts';

describe('changes between two definitions', () => {
  const spec = (more: Record<string, unknown> = {}): PipelineSpec =>
    pipelineSpec.parse({
      name: 'p',
      project: 'x',
      steps: [
        { name: 'a', kind: 'function', code: { run: '1' } },
        { name: 'b', kind: 'task', base: { task: 't' }, code: { preExecute: '1' } },
      ],
      ...more,
    });

  it('are none between equal ones', () => {
    assert.deepEqual(changesBetween(spec(), JSON.parse(JSON.stringify(spec()))), []);
  });

  it('say once that a function changed, by its fingerprint, and nothing of what only has its text now', () => {
    const after = spec({ sources: { a: '() => 2' } });
    assert.deepEqual(changesBetween(spec(), after), []);
  });

  it('are told by step, and of code by what it is for', () => {
    const after = spec({
      code: { onEnd: '1' },
      defaultQueue: 'other',
      steps: [
        { name: 'a', kind: 'function', code: { run: '2' } },
        { name: 'c', kind: 'wait', signal: 's' },
      ],
    });
    assert.deepEqual(changesBetween(spec(), after), [
      'defaultQueue',
      'the code of its callbacks',
      'step "a": the code of its function',
      'step "c" is new',
      'step "b" is gone',
    ]);
    const [a, b] = spec().steps;
    const changed = spec({ steps: [a, { ...b, code: { preExecute: '2' }, retries: 2 }] });
    assert.deepEqual(changesBetween(spec(), changed), ['step "b": the code of preExecute, retries']);
  });
});
