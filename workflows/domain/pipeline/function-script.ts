import type { PipelineSpec, StepBase } from './spec.ts';

/** Name of the file that the code of a step is kept as. */
export const stepFile = (step: string, extension: string): string => `${step.replace(/\W/g, '_')}.${extension}`;

/** The text of a function step's function, as it was submitted; undefined when the definition does not have it. */
export const submittedSource = (
  { sources }: Pick<PipelineSpec, 'sources'>,
  { name, callbacksOf }: Pick<StepBase, 'name' | 'callbacksOf'>,
): string | undefined => sources[callbacksOf ?? name];

/**
 * What the task of a function step shows as its code: ClearML keeps the code of a task without a repository where others have their changes. Agents
 * run Python; one that is given a copy of the task fails at the first line, and prints it.
 */
export const functionScript = (step: string, source: string): Record<string, string> => ({
  binary: 'node',
  entry_point: stepFile(step, 'ts'),
  working_dir: '.',
  diff: `// Run by the worker of the pipeline's definition (perdura pipeline worker), and by no agent.\n${source}\n`,
});
