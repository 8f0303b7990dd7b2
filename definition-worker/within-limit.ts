/** In bytes of JSON: answers travel through Temporal, which refuses more than 2 MB. */
const LARGEST_ANSWER = 1_000_000;

/**
 * The answer of a callback, unless it is too large to be passed on. `advice` says what to do instead.
 * @throws RangeError
 */
export function withinLimit<T>(answer: T, { who, advice }: { who: string; advice: string }): T {
  const size = Buffer.byteLength(JSON.stringify(answer));
  if (size <= LARGEST_ANSWER) return answer;
  throw new RangeError(`the ${who} gave ${size} bytes; at most ${LARGEST_ANSWER} are taken: ${advice}`);
}
