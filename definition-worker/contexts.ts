import type { RunContext, StepContext } from '../sdk/pipelines/contexts.ts';
import type { Parameters } from '../sdk/pipelines/parameters.ts';
import { createTaskReader } from '../sdk/tasks/task-reader.ts';
import type { HookCallBase, StepHookCall } from '../workflows/contracts/pipeline-hooks.ts';
import type { Whole } from './whole-call.ts';
import type { ActivityPart } from './within-activity.ts';

/** What every callback is given. */
export function createRunContext(call: Whole<HookCallBase>, { client, signal, log }: ActivityPart): RunContext<Parameters> {
  const { idempotencyKey, run, pipeline, parameters } = call;
  return { idempotencyKey, run, pipeline, parameters, client, signal, log } as RunContext<Parameters>;
}

type StepCall = Whole<HookCallBase> & Pick<StepHookCall, 'step' | 'node' | 'attempt'> & Partial<Omit<StepHookCall, 'parameters'>>;

/** What callbacks and functions of steps are given beside that. */
export function createStepContext(call: StepCall, part: ActivityPart): StepContext<Parameters> {
  const { step, node, attempt, state = 'running', item, index, tasks = {} } = call;
  return {
    ...createRunContext(call, part),
    step,
    node,
    attempt,
    state,
    item,
    index,
    taskOf(wanted) {
      const name = typeof wanted === 'string' ? wanted : wanted.name;
      const id = tasks[name];
      if (!id)
        throw new Error(`there is no task of "${name}"; there is one of ${Object.keys(tasks).join(', ') || 'no step yet'}`);
      return createTaskReader(id, part);
    },
  };
}
