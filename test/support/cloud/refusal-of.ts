import assert from 'node:assert/strict';
import { CloudRefusal } from '../../../autoscaler/providers/provider.ts';

/** What a cloud has refused; fails where it did not, or where something else went wrong. */
export async function refusalOf(work: Promise<unknown>): Promise<CloudRefusal> {
  const error = await work.then(
    () => assert.fail('it was not refused'),
    (refusal) => refusal,
  );
  assert.ok(error instanceof CloudRefusal, String(error));
  return error;
}
