import { randomBytes } from 'node:crypto';

/** A new id as ClearML has them: 32 hexadecimal digits. */
export const newId = (): string => randomBytes(16).toString('hex');
