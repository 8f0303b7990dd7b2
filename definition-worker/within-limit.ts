import { LARGEST_PAYLOAD } from '../workflows/contracts/payload-limit.ts';

/**
 * The answer of a callback, unless it is too large to be passed on. `advice` says what to do instead.
 * @throws RangeError
 */
export function withinLimit<T>(answer: T, { who, advice }: { who: string; advice: string }): T {
  const size = Buffer.byteLength(JSON.stringify(answer));
  if (size <= LARGEST_PAYLOAD) return answer;
  throw new RangeError(`the ${who} gave ${size} bytes; at most ${LARGEST_PAYLOAD} are taken: ${advice}`);
}
