import type { Container } from 'dockerode';

/** The end says how it went. */
const LINES = 2_000;
const HEADER_BYTES = 8;

/** What a container printed; null while there is nothing. */
export async function readLogs(container: Container): Promise<string | null> {
  const frames = await container.logs({ stdout: true, stderr: true, tail: LINES, follow: false });
  return textOf(frames) || null;
}

/** Both streams in their order. Each piece comes behind a header with its length. */
export function textOf(frames: Buffer): string {
  const pieces: Buffer[] = [];
  for (let at = 0; at + HEADER_BYTES <= frames.length; ) {
    const length = frames.readUInt32BE(at + 4);
    pieces.push(frames.subarray(at + HEADER_BYTES, at + HEADER_BYTES + length));
    at += HEADER_BYTES + length;
  }
  return Buffer.concat(pieces).toString('utf8');
}
