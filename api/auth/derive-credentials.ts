import { createHmac } from 'node:crypto';
import type { ApiContext } from '../context.ts';
import { ACCESS_KEY_LENGTH, accessKeyOf, type CreatedCredentials } from './create-credentials.ts';

/** Credentials that follow from their purpose: they can be told again, although their secret is kept nowhere. */
export function deriveCredentials({ options }: ApiContext, purpose: string): CreatedCredentials {
  const digest = createHmac('sha512', options.signingKey).update(`credentials ${purpose}`).digest();
  return {
    accessKey: accessKeyOf(digest.subarray(0, ACCESS_KEY_LENGTH)),
    secretKey: digest.subarray(ACCESS_KEY_LENGTH).toString('base64url'),
  };
}
