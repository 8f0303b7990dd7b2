import { randomBytes } from 'node:crypto';
import { createClient } from '../../sdk/http-client.ts';
import type { JoinRequest, JoinResponse } from '../../workflows/contracts/machine-api.ts';

/** Without an idle limit, which the server would say. */
const PATIENCE_SECONDS = 900;
const ATTEMPT_MS = 15_000;

export interface JoinInput {
  serverUrl: string;
  joinToken: string;
  maxIdleSeconds: number | undefined;
  signal: AbortSignal;
}

/**
 * Fetches what the machine needs, asking until the server answers. Every time with the same nonce: the token is good once,
 * and the answer may be lost.
 * @throws ApiError for a refusal; Error for a server that does not answer for so long that nobody may be waiting any more
 */
export async function joinServer({ serverUrl, joinToken, maxIdleSeconds, signal }: JoinInput): Promise<JoinResponse> {
  const request: JoinRequest = { token: joinToken, nonce: randomBytes(24).toString('base64url') };
  const patience = AbortSignal.timeout((maxIdleSeconds ?? PATIENCE_SECONDS) * 1000);
  // The token stands in the body: there are no credentials yet.
  const client = createClient({ apiUrl: serverUrl, token: 'joining' });
  try {
    return await client.request<JoinResponse>('POST', '/api/machines/join', request, {
      attempts: Number.POSITIVE_INFINITY,
      timeoutMs: ATTEMPT_MS,
      signal: AbortSignal.any([signal, patience]),
    });
  } catch (error) {
    if (patience.aborted && !signal.aborted)
      throw new Error(`no answer from ${serverUrl} for ${maxIdleSeconds ?? PATIENCE_SECONDS} s`);
    throw error;
  }
}
