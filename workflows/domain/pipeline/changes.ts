import { canonical } from '../canonical.ts';
import type { PipelineSpec, StepSpec } from './spec.ts';

/** What differs between two definitions, in words; empty when nothing does. */
export function changesBetween(before: PipelineSpec, after: PipelineSpec): string[] {
  // Of their texts the fingerprints of functions tell.
  const { steps: stepsBefore, sources: _, ...restBefore } = before;
  const { steps: stepsAfter, sources: __, ...restAfter } = after;
  const known = new Map(stepsBefore.map((step) => [step.name, step]));
  const wanted = new Set(stepsAfter.map(({ name }) => name));
  return [
    ...differing(restBefore, restAfter).map((field) => (field === 'code' ? 'the code of its callbacks' : field)),
    ...stepsAfter.flatMap((step) => changesOf(known.get(step.name), step)),
    ...stepsBefore.filter(({ name }) => !wanted.has(name)).map(({ name }) => `step "${name}" is gone`),
  ];
}

function changesOf(before: StepSpec | undefined, after: StepSpec): string[] {
  if (!before) return [`step "${after.name}" is new`];
  const fields = differing(before, after);
  const parts = fields.flatMap((field) => (field === 'code' ? differing(before.code, after.code).map(nameOfCode) : [field]));
  return parts.length > 0 ? [`step "${after.name}": ${parts.join(', ')}`] : [];
}

const nameOfCode = (name: string): string => (name === 'run' ? 'the code of its function' : `the code of ${name}`);

function differing(before: object, after: object): string[] {
  const [left, right] = [before, after] as [Record<string, unknown>, Record<string, unknown>];
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return names.filter((name) => canonical(left[name]) !== canonical(right[name]));
}
