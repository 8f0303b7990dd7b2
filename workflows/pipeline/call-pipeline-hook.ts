import { CancellationScope, isCancellation } from '@temporalio/workflow';
import type { PipelineHook } from '../contracts/pipeline.ts';
import { server } from './activities.ts';
import { CallbackFailed, callDefinition } from './call-definition.ts';
import type { PipelineState } from './state.ts';

/** Calls a hook of the whole run, once for each attempt. One that fails before anything ran ends the run; at the end it is only noted. */
export async function callPipelineHook(
  state: PipelineState,
  { hook, status }: { hook: PipelineHook; status: string | null },
): Promise<void> {
  const call = await server.describePipelineHook({ run: state.run, hook, status });
  if (call === null) return;
  // A run that is being stopped still has its end told, if somebody is there to hear of it.
  if (hook === 'onEnd') state.calls.scope = new CancellationScope();
  const patient = state.stop === null;
  try {
    await state.calls.scope.run(() =>
      callDefinition(state, { node: null, hook, patient }, (worker) => worker.callPipelineHook(call)),
    );
  } catch (error) {
    if (error instanceof CallbackFailed && hook === 'onStart')
      state.stop ??= { reason: `${hook}: ${error.message}`, failed: true };
    else if (!(error instanceof CallbackFailed) && !isCancellation(error)) throw error;
  }
  await server.recordPipelineHook({ run: state.run, hook });
}
