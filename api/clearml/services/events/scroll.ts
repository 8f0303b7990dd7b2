import { z } from 'zod';
import { Refusal } from '../../../../activities/db/errors.ts';

/** A scroll id says where the page ended: nothing is kept on the server, and none expires. */
export const encodeScroll = (position: unknown): string => Buffer.from(JSON.stringify(position)).toString('base64url');

/**
 * The position in a scroll id; null when there is none.
 * @throws Refusal `scrollNotFound` when it is no scroll id of this kind
 */
export function decodeScroll<Position extends z.ZodType>(
  schema: Position,
  scrollId: string | null | undefined,
): z.output<Position> | null {
  if (!scrollId) return null;
  try {
    const parsed = schema.safeParse(JSON.parse(Buffer.from(scrollId, 'base64url').toString()));
    if (parsed.success) return parsed.data;
  } catch {
    // Not JSON: answered as any other unknown id.
  }
  throw new Refusal('scrollNotFound', `scroll id ${scrollId.slice(0, 100)} is unknown`, { field: 'scroll_id' });
}

/** A number that Postgres takes as a bigint. */
export const bigint = z.int();
/** A number that Postgres takes as an integer. */
export const int32 = z.int32();
