import type { Logger } from 'pino';
import type { CredentialsPurpose } from '../activities/db/entities/user.entity.ts';
import type { Db } from '../activities/db/orm.ts';
import type { RunRef } from '../workflows/contracts/run.ts';
import type { Role } from '../workflows/domain/rights.ts';
import type { LoginLimits } from './auth/login-limits.ts';
import type { Tokens } from './auth/tokens.ts';
import type { LiveHub } from './live/hub.ts';
import type { Metrics } from './metrics/metrics.ts';
import type { ApiOptions } from './options.ts';
import type { TemporalLink } from './temporal/temporal-link.ts';

/** What every handler of the API may use. */
export interface ApiContext {
  db: Db;
  options: ApiOptions;
  tokens: Tokens;
  loginLimits: LoginLimits;
  live: LiveHub;
  metrics: Metrics;
  temporal: TemporalLink;
  log: Logger;
  /** The time; tests put their own clock here. */
  now(): Date;
}

/** Who calls. */
export interface Principal {
  userId: string;
  username: string;
  role: Role;
  /** The application credentials behind the call; undefined for a web session. */
  accessKey?: string;
  /** What those were made for. */
  madeFor?: CredentialsPurpose;
  /** SHA-256 of the id of the web session behind the call. */
  session?: string;
  /** Set when the caller is the process of one run: it may speak for that attempt only, and only while that is the newest. */
  run?: RunRef;
}

/** The actor of a change, as task histories record it. */
export const actorOf = (principal: Principal): string =>
  principal.run ? `run:${principal.run.taskId}-${principal.run.attempt}` : `user:${principal.userId}`;
