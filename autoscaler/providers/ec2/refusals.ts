import { CloudRefusal, type CloudRefusalKind } from '../provider.ts';
import { redact } from '../redact.ts';

/** How AWS's codes begin, by what they mean for a scaler; the first that matches speaks. */
const KINDS: [CloudRefusalKind, readonly string[]][] = [
  ['throttled', ['RequestLimitExceeded', 'RequestThrottled', 'Throttl', 'EC2Throttled', 'TooManyRequests', 'SlowDown']],
  ['capacity', ['Insufficient', 'UnfulfillableCapacity', 'SpotMaxPriceTooLow', 'ReservationCapacityExceeded']],
  ['quota', ['InstanceLimitExceeded', 'VcpuLimitExceeded', 'MaxSpotInstanceCountExceeded', 'PendingVerification']],
  [
    'credentials',
    [
      ...['Unauthorized', 'AuthFailure', 'AccessDenied', 'OptInRequired', 'Blocked', 'MissingAuthenticationToken'],
      ...['InvalidClientTokenId', 'UnrecognizedClient', 'SignatureDoesNotMatch', 'InvalidSignature', 'IncompleteSignature'],
      ...['ExpiredToken', 'RequestExpired', 'CredentialsProviderError', 'TokenProviderError'],
    ],
  ],
];

export const codeOf = (error: unknown): string => (error instanceof Error ? error.name : '');

export const isCapacityRefusal = (error: unknown): boolean => kindOf(error) === 'capacity';

/** Null: no refusal but a fault, upon which nobody knows whether the call took effect. */
export function kindOf(error: unknown): CloudRefusalKind | null {
  if (error instanceof CloudRefusal) return error.kind;
  // The configuration makes a request that cannot even be written.
  if (isRegionMissing(error) || error instanceof TypeError) return 'invalid';
  const code = codeOf(error);
  const known = KINDS.find(([, codes]) => codes.some((begin) => code.startsWith(begin)));
  if (known) return known[0];
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0;
  if (status < 400 || status >= 500) return null;
  if (code === 'Unsupported') return 'capacity';
  return code.endsWith('LimitExceeded') ? 'quota' : 'invalid';
}

/** What callers are told: a refusal in AWS's words, or the fault; without what must stay secret, and without the request. */
export function explain(error: unknown, secrets: string[]): Error {
  const kind = kindOf(error);
  const words = redact(wordsOf(error), secrets);
  return kind ? new CloudRefusal(kind, words) : new Error(`EC2 did not answer: ${words}`);
}

function wordsOf(error: unknown): string {
  if (isRegionMissing(error)) return 'no region: set cloud_credentials_region, or AWS_REGION where the orchestrator runs';
  if (error instanceof CloudRefusal || !(error instanceof Error)) return String((error as Error).message ?? error);
  return `${error.name}: ${error.message || (error as NodeJS.ErrnoException).code || 'without a message'}`;
}

const isRegionMissing = (error: unknown): boolean => error instanceof Error && error.message === 'Region is missing';
