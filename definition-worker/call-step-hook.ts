import type { StepContext } from '../sdk/pipelines/contexts.ts';
import type { PipelineDefinition } from '../sdk/pipelines/definition.ts';
import type { Parameters } from '../sdk/pipelines/parameters.ts';
import { toPlain } from '../sdk/pipelines/reference.ts';
import { createTaskReader } from '../sdk/tasks/task-reader.ts';
import type { StepHookCall, StepHookOutcome } from '../workflows/contracts/pipeline-hooks.ts';
import { collectSteps } from './collect-steps.ts';
import { stepParameters } from './whole-call.ts';
import { withinLimit } from './within-limit.ts';

interface CallStepHookInput {
  callback: (context: object) => unknown;
  call: StepHookCall;
  definition: PipelineDefinition;
  context: StepContext<Parameters>;
}

const ADVICE = 'have a function step give what is larger, and refer to its result';

/** Calls one callback of a step and says what came of it. Throws TypeError when it gives something that has no meaning, RangeError for too much. */
export async function callStepHook(input: CallStepHookInput): Promise<StepHookOutcome> {
  return withinLimit(await outcomeOf(input), { who: 'callback', advice: ADVICE });
}

async function outcomeOf({ callback, call, definition, context }: CallStepHookInput): Promise<StepHookOutcome> {
  const task = call.task ? createTaskReader(call.task, context) : undefined;
  switch (call.hook) {
    case 'preExecute': {
      const before = await stepParameters(context.client, { ...call, given: call.stepParameters });
      const after = structuredClone(before);
      const decision = await callback({ ...context, stepParameters: after });
      return { decision: decision !== false, parameters: changes(before, after) };
    }
    case 'postExecute': {
      const steps = collectSteps(definition);
      await callback({ ...context, task, addSteps: steps.add });
      return { addSteps: steps.collected };
    }
    case 'onStatusChange':
      await callback({ ...context, task, previousState: call.previousState });
      return {};
    case 'items':
      return { items: list(await callback(context)) };
    default:
      return { decision: decision(call.hook, await callback({ ...context, task })) };
  }
}

/** The parameters that the callback has changed or added. */
function changes(before: Record<string, unknown>, after: Record<string, unknown>): Record<string, unknown> {
  const plain = toPlain(after, 'stepParameters') as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(plain).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name])),
  );
}

function list(items: unknown): unknown[] {
  if (!Array.isArray(items)) throw new TypeError(`map.over gave ${JSON.stringify(items)}; it must give a list`);
  return toPlain(items, 'map.over') as unknown[];
}

function decision(hook: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw new TypeError(`${hook} gave ${JSON.stringify(value)}; it must give true or false`);
}
