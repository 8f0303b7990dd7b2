import { readTail } from '../console/console-spool.ts';
import type { SecretMask } from '../console/secret-mask.ts';
import { toText } from '../console/utf8.ts';

/** A person reads them as the message of a failed task. */
const BYTES = 4096;
const LINES = 20;

/** The last lines that a run has written from byte `from` of its console on, without secrets and overwritten lines. */
export function readLastLines(console: string, mask: SecretMask, from: number): string {
  const tail = readTail(console, BYTES + mask.longest, from);
  const text = toText(mask.bytes(tail).subarray(Math.max(0, tail.length - BYTES)));
  const lines = text.split('\n').map((line) => line.replace(/\r$/, '').split('\r').at(-1)!);
  return lines
    .filter((line) => line.trim() !== '')
    .slice(-LINES)
    .join('\n');
}
