/** Renews a token this long before it expires, or at a quarter of its life if that is shorter. */
const RENEWAL_MARGIN_MS = 60_000;

export interface SessionToken {
  /** The token to send; logs in when there is none or when it is about to expire. */
  get(): Promise<string>;
  /** Forgets `token`, so that the next `get` logs in; a newer token stays. */
  drop(token: string): void;
}

/** Keeps one signed token fresh; callers at the same time share one login. */
export function createSessionToken(login: () => Promise<string>, now: () => number = Date.now): SessionToken {
  let current: { token: string; renewAt: number } | undefined;
  let pending: Promise<string> | undefined;

  async function renew(): Promise<string> {
    try {
      const token = await login();
      current = { token, renewAt: renewalTime(token, now()) };
      return token;
    } finally {
      pending = undefined;
    }
  }

  return {
    async get() {
      if (current && now() < current.renewAt) return current.token;
      pending ??= renew();
      return pending;
    },
    drop(token) {
      if (current?.token === token) current = undefined;
    },
  };
}

/** Milliseconds since the epoch. Counts from our own clock, since the server's may differ. */
function renewalTime(token: string, now: number): number {
  const { exp, iat } = decodeClaims(token);
  if (exp === undefined) return Number.POSITIVE_INFINITY;
  const life = iat === undefined ? exp * 1000 - now : (exp - iat) * 1000;
  return now + life - Math.min(RENEWAL_MARGIN_MS, life / 4);
}

function decodeClaims(token: string): { exp?: number; iat?: number } {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
  } catch {
    return {};
  }
}
