import { randomBytes } from 'node:crypto';
import { addCredentials, type NewCredentials } from '../../activities/db/users/credentials.ts';
import type { ApiContext } from '../context.ts';
import { hashSecret, newSecret } from './secrets.ts';

const ACCESS_KEY_SIGNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
export const ACCESS_KEY_LENGTH = 20;
const SECRET_BYTES = 40;

export interface CreatedCredentials {
  accessKey: string;
  /** Given out here and never again. */
  secretKey: string;
}

export async function createCredentials(
  api: ApiContext,
  { userId, label, madeFor }: Pick<NewCredentials, 'userId' | 'label' | 'madeFor'>,
): Promise<CreatedCredentials> {
  const accessKey = accessKeyOf(randomBytes(ACCESS_KEY_LENGTH));
  const secretKey = newSecret(SECRET_BYTES);
  await addCredentials(api.db.em.fork(), {
    accessKey,
    secretHash: hashSecret(secretKey),
    userId,
    label,
    madeFor,
    now: api.now(),
  });
  return { accessKey, secretKey };
}

/** One sign for each byte. */
export const accessKeyOf = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => ACCESS_KEY_SIGNS[byte % ACCESS_KEY_SIGNS.length]).join('');
