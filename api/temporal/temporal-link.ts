import { Client, Connection, isGrpcServiceError, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { Refusal } from '../../activities/db/errors.ts';
import { LARGEST_PAYLOAD } from '../../workflows/contracts/payload-limit.ts';
import type { ApiOptions } from '../options.ts';

/** What the API asks of running workflows. It accepts work without: the outbox carries that. */
export interface TemporalLink {
  /**
   * Sends an update and answers its result.
   * @throws Refusal `invalid` with the validator's words or for more than 1 MB, `taskStatus` when the workflow does not run, `unavailable` when Temporal is away
   */
  update<Result>(workflowId: string, update: string, argument: unknown): Promise<Result>;
  close(): Promise<void>;
}

const ANSWER_MS = 5_000;

/** Connects when it is first needed. */
export function createTemporalLink({ temporal: { address, namespace } }: Pick<ApiOptions, 'temporal'>): TemporalLink {
  let connection: Connection | undefined;
  return {
    async update<Result>(workflowId: string, update: string, argument: unknown): Promise<Result> {
      refuseLarge(argument);
      connection ??= Connection.lazy({ address });
      const handle = new Client({ connection, namespace }).workflow.getHandle(workflowId);
      try {
        return await connection.withDeadline(Date.now() + ANSWER_MS, () =>
          handle.executeUpdate<Result, [unknown]>(update, { args: [argument] }),
        );
      } catch (error) {
        throw refusalOf(error, workflowId);
      }
    },
    async close() {
      await connection?.close();
    },
  };
}

function refuseLarge(argument: unknown): void {
  const size = Buffer.byteLength(JSON.stringify(argument));
  if (size > LARGEST_PAYLOAD)
    throw new Refusal('invalid', `the change is ${size} bytes; at most ${LARGEST_PAYLOAD} can be sent to what runs`);
}

function refusalOf(error: unknown, workflowId: string): unknown {
  if (error instanceof WorkflowUpdateFailedError) return new Refusal('invalid', error.cause?.message ?? error.message);
  if (error instanceof WorkflowNotFoundError)
    return new Refusal('taskStatus', `${workflowId} does not run`, { field: 'status', data: { workflow: workflowId } });
  if (isGrpcServiceError(error) || (error instanceof Error && /deadline|timed out|unavailable/i.test(error.message)))
    return new Refusal('unavailable', 'Temporal does not answer; nothing was changed, try again');
  return error;
}
