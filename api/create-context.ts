import type { Logger } from 'pino';
import type { Db } from '../activities/db/orm.ts';
import { createLoginLimits } from './auth/login-limits.ts';
import { createTokens } from './auth/tokens.ts';
import type { ApiContext } from './context.ts';
import { createLiveHub } from './live/hub.ts';
import { createMetrics } from './metrics/metrics.ts';
import type { ApiOptions } from './options.ts';
import { createTemporalLink } from './temporal/temporal-link.ts';

export interface ContextInput {
  db: Db;
  options: ApiOptions;
  log: Logger;
  now?: () => Date;
}

/** Makes what every handler may use; one for each process. */
export function createContext({ db, options, log, now = () => new Date() }: ContextInput): ApiContext {
  return {
    db,
    options,
    log,
    now,
    tokens: createTokens(options.signingKey),
    loginLimits: createLoginLimits(),
    metrics: createMetrics({ db, now }),
    temporal: createTemporalLink(options),
    live: createLiveHub({ databaseUrl: options.databaseUrl, log }),
  };
}
