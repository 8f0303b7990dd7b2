import { sweepDiscarded } from '../../files/sweep-discarded.ts';
import type { Call } from '../endpoint.ts';

/** Python's `Task.delete` deletes the files itself after the record, and takes one that is gone already for a failure. */
const CLIENT_DELETES_WITHIN_SECONDS = 60;

/** Seconds after which the stored files of what is deleted go; null keeps them. */
export function filesAfter(
  { client }: Call,
  { delete_external_artifacts: wanted }: { delete_external_artifacts?: boolean | null | undefined },
) {
  if (wanted === false) return null;
  return client ? CLIENT_DELETES_WITHIN_SECONDS : 0;
}

/** Frees what is due now. Should it fail, it is tried again in a while: the call has done what it was asked to do. */
export async function sweepNow({ api }: Call): Promise<void> {
  try {
    await sweepDiscarded(api);
  } catch (error) {
    api.log.warn({ err: error }, 'discarded files: not deleted yet, will be tried again');
  }
}
