import { ADDRESS_PASSWORD } from '../../workflows/domain/address-password.ts';

/** Replaces secrets by asterisks, byte for byte, so that offsets in a stream mean the same before and after. */
export interface SecretMask {
  /** A copy of `bytes` without secrets. */
  bytes(bytes: Buffer): Buffer;
  text(text: string): string;
  /** How many bytes at the end of `bytes` may be the beginning of a secret whose rest is not yet there. */
  heldBack(bytes: Buffer): number;
  /** Length of the longest secret in bytes. */
  readonly longest: number;
}

/** Shorter values are found in ordinary words too often to be told from them. */
const SHORTEST = 4;
const ASTERISK = 0x2a;

/** Secrets that are known by their form: the password in an address, and signed tokens. */
const FORMS = [ADDRESS_PASSWORD, /eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/g];

export function createSecretMask(secrets: Iterable<string>): SecretMask {
  const needles = [...new Set([...secrets].flatMap(spellings))].map((secret) => Buffer.from(secret));
  const longest = Math.max(0, ...needles.map((needle) => needle.length));

  const mask = (bytes: Buffer): Buffer => {
    const masked = Buffer.from(bytes);
    for (const needle of needles) maskNeedle(masked, needle);
    maskForms(masked);
    return masked;
  };

  return {
    longest,
    bytes: mask,
    text: (text) => mask(Buffer.from(text)).toString(),
    heldBack: (bytes) => Math.max(0, ...needles.map((needle) => sharedEnd(bytes, needle))),
  };
}

/** A secret as it is, line by line when it has several, and as it stands in an address. */
function spellings(secret: string): string[] {
  const lines = secret.split(/\r?\n/).map((line) => line.trim());
  return lines.flatMap((line) => [line, encodeURIComponent(line)]).filter((line) => line.length >= SHORTEST);
}

function maskNeedle(bytes: Buffer, needle: Buffer): void {
  for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, at + needle.length))
    bytes.fill(ASTERISK, at, at + needle.length);
}

/** Reads the bytes as Latin-1, where a position in the text is a position in the bytes. */
function maskForms(bytes: Buffer): void {
  const text = bytes.toString('latin1');
  for (const form of FORMS)
    for (const { index, 0: found } of text.matchAll(form)) bytes.fill(ASTERISK, index, index + found.length);
}

/** Length of the longest proper beginning of `needle` with which `bytes` ends. */
function sharedEnd(bytes: Buffer, needle: Buffer): number {
  for (let length = Math.min(needle.length - 1, bytes.length); length > 0; length--)
    if (bytes.subarray(bytes.length - length).equals(needle.subarray(0, length))) return length;
  return 0;
}
