import { CloudRefusal, type CloudRefusalKind } from '../provider.ts';
import { redact } from '../redact.ts';
import { ComputeError } from './compute-error.ts';

/** Reasons of Compute Engine by what they mean for a scaler. */
const KINDS: [CloudRefusalKind, RegExp][] = [
  ['throttled', /rate_?limit_?exceeded|too_?many_?requests/i],
  ['capacity', /resource_pool_exhausted|stockout|insufficient_?capacity/i],
  ['quota', /quota_?exceeded|limit_?exceeded/i],
  ['credentials', /^permission|access_?not_?configured/i],
];

const OF_STATUS: Record<number, CloudRefusalKind> = { 401: 'credentials', 403: 'credentials', 429: 'throttled' };

/** Null: no refusal but a fault, upon which nobody knows whether the call took effect. */
export function kindOf(error: unknown): CloudRefusalKind | null {
  if (error instanceof CloudRefusal) return error.kind;
  if (!(error instanceof ComputeError)) return null;
  const known = KINDS.find(([, reasons]) => error.reasons.some((reason) => reasons.test(reason)));
  return known?.[0] ?? OF_STATUS[error.status ?? 0] ?? 'invalid';
}

/** Room, quotas and kinds of machines differ from zone to zone. */
export const mayDoElsewhere = (kind: CloudRefusalKind | null): boolean =>
  kind === 'capacity' || kind === 'quota' || kind === 'invalid';

/** What callers are told: a refusal in Google's words, or the fault; without what must stay secret. */
export function explain(error: unknown, secrets: string[]): Error {
  const kind = kindOf(error);
  const words = redact((error as Error).message || String(error), secrets);
  return kind ? new CloudRefusal(kind, words) : new Error(`Compute Engine did not answer: ${words}`);
}
