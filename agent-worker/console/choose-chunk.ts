import type { SecretMask } from './secret-mask.ts';
import { wholeCharacters } from './utf8.ts';

/** The most that one request carries, in bytes. */
export const CHUNK_BYTES = 64 * 1024;

export interface ChunkInput {
  /** What is not yet shipped, as far as it was read. */
  pending: Buffer;
  /** Nothing more will be written. */
  ended: boolean;
  /** An unfinished line has waited long enough. */
  partial: boolean;
  mask: Pick<SecretMask, 'heldBack'>;
}

/**
 * How many bytes of `pending` to ship now; 0 means to wait. Whole lines where possible (a carriage return, with which a
 * progress bar redraws its line, ends a line too); a line that is longer than a chunk is cut between characters.
 */
export function chooseChunk({ pending, ended, partial, mask }: ChunkInput): number {
  const limit = Math.min(pending.length, CHUNK_BYTES);
  if (ended && limit === pending.length) return limit;
  const lines = endOfLastLine(pending, limit);
  if (lines > 0) return lines;
  if (!partial && pending.length <= CHUNK_BYTES) return 0;
  const safe = limit - mask.heldBack(pending.subarray(0, limit));
  return wholeCharacters(pending, safe);
}

function endOfLastLine(bytes: Buffer, limit: number): number {
  const newline = bytes.lastIndexOf(0x0a, limit - 1);
  return (newline >= 0 ? newline : bytes.lastIndexOf(0x0d, limit - 1)) + 1;
}
