import { ActivityFailure, ApplicationFailure, isCancellation, TimeoutFailure } from '@temporalio/workflow';
import type { DefinitionActivities } from '../contracts/pipeline-hooks.ts';
import { definition, server } from './activities.ts';
import type { PipelineState } from './state.ts';

/** A call of the definition's worker came to an end that another try would not change. */
export class CallbackFailed extends Error {}

/**
 * Calls the definition's worker and waits for it as long as it takes: while nobody serves the call, the node is shown as blocked.
 * One that is not patient gives up at once.
 * @throws CallbackFailed with the callback's own words; cancellation passes
 */
export async function callDefinition<T>(
  state: PipelineState,
  { node, hook, patient = true }: { node: string | null; hook: string; patient?: boolean },
  call: (worker: DefinitionActivities) => Promise<T>,
): Promise<T> {
  const note = (blocked: boolean) => server.noteBlocked({ run: state.run, node, hook, blocked });
  let blocked = false;
  for (;;) {
    try {
      const answer = await call(definition(state.pipeline, { patient: blocked }));
      if (blocked) await note(false);
      return answer;
    } catch (error) {
      if (!isNotTaken(error)) throw endOf(error);
      if (!patient) throw new CallbackFailed('no worker serves it');
      if (!blocked) await note(true);
      blocked = true;
    }
  }
}

export const isNotTaken = (error: unknown): boolean =>
  error instanceof ActivityFailure && error.cause instanceof TimeoutFailure && error.cause.timeoutType === 'SCHEDULE_TO_START';

function endOf(error: unknown): unknown {
  if (isCancellation(error) || !(error instanceof ActivityFailure)) return error;
  const { cause } = error;
  return new CallbackFailed(
    cause instanceof ApplicationFailure ? (cause.message ?? 'failed') : (cause?.message ?? error.message),
  );
}
