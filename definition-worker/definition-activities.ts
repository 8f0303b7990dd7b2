import type { HttpClient } from '../sdk/http-client.ts';
import type { PipelineDefinition } from '../sdk/pipelines/definition.ts';
import type { DefinitionActivities } from '../workflows/contracts/pipeline-hooks.ts';
import { callStepHook } from './call-step-hook.ts';
import { createRunContext, createStepContext } from './contexts.ts';
import { missing } from './failures.ts';
import { runFunction } from './run-function.ts';
import { wholeCall } from './whole-call.ts';
import { type Say, withinActivity } from './within-activity.ts';

export interface DefinitionActivitiesInput {
  definition: PipelineDefinition;
  client: HttpClient;
  /** Name of this worker in consoles. */
  worker: string;
  say: Say;
}

/** Serves the callbacks and functions of one definition. */
export function createDefinitionActivities(input: DefinitionActivitiesInput): DefinitionActivities {
  const { definition, ...worker } = input;
  const { client } = worker;
  const { steps, onStart, onEnd } = definition.callbacks;
  return {
    callStepHook: (call) =>
      withinActivity({ ...worker, run: call.run, task: call.task, label: `${call.node} ${call.hook}` }, async (activity) => {
        const owner = call.callbacksOf ?? call.step;
        const callback = steps[owner]?.[call.hook];
        if (!callback) throw missing(`${call.hook} of step "${owner}"`);
        return callStepHook({ callback, call, definition, context: createStepContext(await wholeCall(client, call), activity) });
      }),
    callPipelineHook: (call) =>
      withinActivity({ ...worker, run: call.run, task: null, label: call.hook }, async (activity) => {
        const callback = { onStart, onEnd }[call.hook];
        if (!callback) throw missing(call.hook);
        await callback({
          ...createRunContext(await wholeCall(client, call), activity),
          ...(call.status !== null && { status: call.status }),
        });
      }),
    runFunction: (call) =>
      withinActivity({ ...worker, run: call.run, task: call.task, label: call.node }, async (activity) => {
        const owner = call.callbacksOf ?? call.step;
        const run = steps[owner]?.run;
        if (!run) throw missing(`the function of step "${owner}"`);
        return runFunction({ run, call: await wholeCall(client, call), activity });
      }),
  };
}
