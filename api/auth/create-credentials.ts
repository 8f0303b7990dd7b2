import { randomInt } from 'node:crypto';
import { addCredentials } from '../../activities/db/users/credentials.ts';
import type { ApiContext } from '../context.ts';
import { hashSecret, newSecret } from './secrets.ts';

const ACCESS_KEY_SIGNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const ACCESS_KEY_LENGTH = 20;
const SECRET_BYTES = 40;

export interface CreatedCredentials {
  accessKey: string;
  /** Given out here and never again. */
  secretKey: string;
}

export async function createCredentials(api: ApiContext, userId: string, label: string): Promise<CreatedCredentials> {
  const accessKey = Array.from({ length: ACCESS_KEY_LENGTH }, () => ACCESS_KEY_SIGNS[randomInt(ACCESS_KEY_SIGNS.length)]).join(
    '',
  );
  const secretKey = newSecret(SECRET_BYTES);
  await addCredentials(api.db.em.fork(), { accessKey, secretHash: hashSecret(secretKey), userId, label, now: api.now() });
  return { accessKey, secretKey };
}
