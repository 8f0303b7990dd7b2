import { isUtf8 } from 'node:buffer';

const QUESTION_MARK = 0x3f;

/** The number of bytes before `end` that do not cut a character in two. */
export function wholeCharacters(bytes: Buffer, end: number): number {
  for (let back = 1; back <= Math.min(3, end); back++) {
    const byte = bytes[end - back]!;
    if ((byte & 0xc0) === 0x80) continue;
    return sequenceLength(byte) > back ? end - back : end;
  }
  return end;
}

/** Text of exactly as many UTF-8 bytes: what is not UTF-8, and zero bytes, which no database takes, become `?`. */
export function toText(bytes: Buffer): string {
  if (isUtf8(bytes) && !bytes.includes(0)) return bytes.toString();
  const repaired = Buffer.from(bytes);
  for (let at = 0; at < repaired.length; ) {
    const length = sequenceLength(repaired[at]!);
    const valid = repaired[at] !== 0 && at + length <= repaired.length && isUtf8(repaired.subarray(at, at + length));
    if (!valid) repaired[at] = QUESTION_MARK;
    at += valid ? length : 1;
  }
  return repaired.toString();
}

function sequenceLength(lead: number): number {
  if (lead >= 0xf0) return 4;
  if (lead >= 0xe0) return 3;
  return lead >= 0xc0 ? 2 : 1;
}
