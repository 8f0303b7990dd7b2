import { CancelledFailure, type Context } from '@temporalio/activity';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { USER_FAILURE } from '../../workflows/contracts/agent-activities.ts';
import { isRefusal } from '../server/until-answered.ts';
import { UserError } from './user-error.ts';

/** It travels through Temporal's history. */
const LONGEST_MESSAGE = 4_000;

/** A stage came for a run that this agent does not have, and every slot is taken. */
export class NoSlotError extends Error {
  override name = 'NoSlotError';

  constructor() {
    super('the agent has no free slot for this run and has given it back');
  }
}

/** The run cannot go on here: its process was lost together with the machine or the container. */
export class RunLostError extends Error {
  override name = 'RunLostError';
}

export interface FailureInput {
  activity: Context;
  /** Was aborted when the try had to leave. */
  signal: AbortSignal;
  mask(text: string): string;
}

/** An error as the workflow knows it: cancelled, the user's, final, or worth another try. */
export function toActivityFailure(error: unknown, { activity, signal, mask }: FailureInput): Error {
  if (activity.cancellationDetails?.cancelRequested) return new CancelledFailure('the stop was requested');
  if (signal.aborted)
    return failure('AgentLetGo', `the agent let go of the run: ${(signal.reason as Error)?.message}`, { expected: true });
  const { name, message } = error as Error;
  const shown = mask(message).slice(0, LONGEST_MESSAGE);
  if (error instanceof UserError) return failure(USER_FAILURE, shown, { final: true, expected: true });
  return failure(name, shown, { final: error instanceof RunLostError || isRefusal(error) });
}

/** What is to be expected is no warning in the agent's log. */
const failure = (type: string, message: string, { final = false, expected = false } = {}): ApplicationFailure =>
  ApplicationFailure.create({
    type,
    message,
    nonRetryable: final,
    ...(expected && { category: ApplicationFailureCategory.BENIGN }),
  });
