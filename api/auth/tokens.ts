import { jwtVerify, SignJWT } from 'jose';
import type { RunRef } from '../../workflows/contracts/run.ts';
import { API_VERSION, SERVER_VERSION } from '../clearml/versions.ts';

/** What a token says of its bearer. */
export interface TokenClaims {
  userId: string;
  /** The user's `token_epoch` when the token was made. */
  epoch: number;
  accessKey?: string;
  run?: RunRef;
}

export interface Tokens {
  /** Signs a token that ends after `seconds`. */
  sign(claims: TokenClaims, seconds: number): Promise<string>;
  /** Claims of a valid token; null for any other. */
  verify(token: string): Promise<TokenClaims | null>;
}

/** ClearML clients read these without a key: they pick their API version from `api_version`. */
const CLIENT_CLAIMS = {
  api_version: API_VERSION,
  server_version: SERVER_VERSION,
  server_build: 'perdura',
  feature_set: 'basic',
  env: 'perdura',
};

export function createTokens(signingKey: string): Tokens {
  const key = new TextEncoder().encode(signingKey);
  return {
    sign({ userId, epoch, accessKey, run }, seconds) {
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT({ ...CLIENT_CLAIMS, epoch, ak: accessKey, run, identity: { user: userId } })
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(userId)
        .setIssuedAt(now)
        .setExpirationTime(now + seconds)
        .sign(key);
    },
    async verify(token) {
      try {
        const { payload } = await jwtVerify(token, key, { algorithms: ['HS256'] });
        const { sub, epoch, ak, run } = payload as { sub?: string; epoch?: number; ak?: string; run?: RunRef };
        if (!sub || typeof epoch !== 'number') return null;
        return { userId: sub, epoch, ...(ak ? { accessKey: ak } : {}), ...(run ? { run } : {}) };
      } catch {
        return null;
      }
    },
  };
}
