import { z } from 'zod';
import { Refusal } from '../../../activities/db/errors.ts';
import { ERROR_CODES } from '../error-codes.ts';

export interface ManyResult {
  succeeded: Record<string, unknown>[];
  failed: { id: string; error: { codes: readonly number[]; msg: string; data: Record<string, unknown> } }[];
}

/** Answer of every action that takes many documents. */
export const manyResult = z.object({
  succeeded: z.array(z.looseObject({ id: z.string() })),
  failed: z.array(z.looseObject({ id: z.string() })),
});

/** Does the same for each document, one after the other; one that is refused does not hold up the rest. */
export async function forEachId(ids: readonly string[], act: (id: string) => Promise<Record<string, unknown>>) {
  const result: ManyResult = { succeeded: [], failed: [] };
  for (const id of new Set(ids)) {
    try {
      result.succeeded.push({ id, ...(await act(id)) });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      result.failed.push({ id, error: { codes: ERROR_CODES[error.code], msg: error.message, data: error.data } });
    }
  }
  return { ...result };
}
