import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A random text that cannot be guessed: `bytes` of randomness in base64url. */
export const newSecret = (bytes: number): string => randomBytes(bytes).toString('base64url');

/** What is stored of a random secret. It is long, so a fast hash is enough; passwords have `hashPassword`. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Compares in a time that does not tell how much of the texts is equal. */
export const sameText = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
