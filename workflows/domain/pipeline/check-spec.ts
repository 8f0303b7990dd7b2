import { ancestorsOf, findCycle, withImpliedParents } from './order.ts';
import { whyNotOfType } from './parameters.ts';
import { BadReference, RESERVED_NAMES, type Reference, referencesIn } from './references.ts';
import type { PipelineSpec, StepSpec } from './spec.ts';

/** What is wrong with a definition; `step` is null when it is about the whole. */
export interface SpecProblem {
  step: string | null;
  message: string;
}

const NAME = /^[\p{L}\p{N}_-][\p{L}\p{N}_\- ]*$/u;
/** So many nodes, and as many instances, fit into one message of Temporal's. */
const MOST_STEPS = 2000;

/** Checks a definition by itself: names, order, references, parameters. What it refers to on the server is checked elsewhere. */
export function checkSpec(spec: PipelineSpec): SpecProblem[] {
  const problems = [...checkParameters(spec), ...checkNames(spec.steps)];
  if (spec.steps.length === 0) problems.push({ step: null, message: 'a pipeline has at least one step' });
  if (spec.steps.length > MOST_STEPS) problems.push({ step: null, message: `${spec.steps.length} steps; at most ${MOST_STEPS}` });
  if (problems.length > 0) return problems;
  const names = new Set(spec.steps.map(({ name }) => name));
  problems.push(...spec.steps.flatMap((step) => checkStep(step, { spec, names })));
  if (problems.length > 0) return problems;
  const cycle = findCycle(withImpliedParents(spec.steps));
  if (cycle) return [{ step: cycle[0]!, message: `depends on itself: ${cycle.join(' → ')}` }];
  return spec.steps.flatMap((step) => checkAffinity(step, spec.steps));
}

function checkParameters({ parameters }: PipelineSpec): SpecProblem[] {
  return Object.entries(parameters).flatMap(([name, parameter]) => {
    const why = whyNotOfType(parameter.default, parameter);
    return why ? [{ step: null, message: `parameter "${name}": the default ${why}` }] : [];
  });
}

function checkNames(steps: readonly StepSpec[]): SpecProblem[] {
  const seen = new Set<string>();
  return steps.flatMap(({ name }) => {
    const doubled = seen.has(name);
    seen.add(name);
    if (doubled) return [{ step: name, message: 'there are two steps of this name' }];
    if (RESERVED_NAMES.includes(name)) return [{ step: name, message: 'the name means something else in references' }];
    if (!NAME.test(name))
      return [
        { step: name, message: 'a name is made of letters, digits, "_", "-" and blanks, and begins with none of the last' },
      ];
    return [];
  });
}

function checkStep(step: StepSpec, { spec, names }: { spec: PipelineSpec; names: ReadonlySet<string> }): SpecProblem[] {
  const problem = (message: string): SpecProblem => ({ step: step.name, message });
  const problems = step.parents
    .filter((parent) => !names.has(parent))
    .map((parent) => problem(`parent "${parent}" does not exist`));
  if (step.parents.includes(step.name)) problems.push(problem('is its own parent'));
  if (step.kind === 'task') {
    const bare = Object.keys(step.parameters).find((path) => !path.includes('/'));
    if (bare !== undefined) problems.push(problem(`parameters."${bare}": write it with its section, such as "Args/${bare}"`));
  }
  if (step.callbacksOf !== null && !names.has(step.callbacksOf))
    problems.push(problem(`callbacksOf: step "${step.callbacksOf}" does not exist`));
  if (step.map && step.repeat) problems.push(problem('is both mapped and repeated; put one into a nested pipeline'));
  if (step.repeat && !(Number.isInteger(step.repeat.atMost) && step.repeat.atMost >= 1))
    problems.push(problem(`repeat.atMost: ${step.repeat.atMost} is not allowed; a whole number from 1`));
  try {
    for (const reference of referencesIn(referringParts(step))) {
      const wrong = whyWrong(reference, { step, spec, names });
      if (wrong) problems.push(problem(wrong));
    }
  } catch (error) {
    if (!(error instanceof BadReference)) throw error;
    problems.push(problem(error.message));
  }
  return problems;
}

/** The parts of a step in which references stand. */
export function referringParts(step: StepSpec): unknown {
  const shared = [step.when, step.map?.over, step.repeat?.until];
  switch (step.kind) {
    case 'task':
      return [...shared, step.parameters, step.configurations, step.overrides, step.container];
    case 'function':
      return [...shared, step.arguments];
    case 'pipeline':
      return [...shared, step.parameters];
    case 'approval':
      return [...shared, step.prompt];
    case 'wait':
      return [...shared, step.until];
  }
}

function whyWrong(
  reference: Reference,
  { step, spec, names }: { step: StepSpec; spec: PipelineSpec; names: ReadonlySet<string> },
): string | null {
  switch (reference.to) {
    case 'parameter':
      return reference.name in spec.parameters ? null : `\${pipeline.${reference.name}}: the pipeline has no such parameter`;
    case 'item':
      return step.map ? null : '${item} means something in mapped steps only';
    case 'index':
      return step.map || step.repeat ? null : '${index} means something in mapped and repeated steps only';
    case 'step': {
      const name = stepOfReference(reference.step);
      if (!names.has(name)) return `refers to step "${reference.step}", which does not exist`;
      return name === step.name && !step.repeat ? 'refers to itself' : null;
    }
  }
}

/** `train[2]` is an instance of `train`, `tune#3` one of `tune`. */
export const stepOfReference = (name: string): string => name.replace(/(\[\d+\]|#\d+)$/, '');

function checkAffinity(step: StepSpec, steps: readonly StepSpec[]): SpecProblem[] {
  if (step.kind !== 'task' || step.sameWorkerAs === null) return [];
  if (ancestorsOf(steps, step.name).has(step.sameWorkerAs)) return [];
  return [{ step: step.name, message: `sameWorkerAs: "${step.sameWorkerAs}" is not among the steps that end before it` }];
}
