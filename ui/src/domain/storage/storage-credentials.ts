/** What opens the files of a bucket. */
export interface StorageCredentials {
  id: string;
  /** Empty: all buckets of the host. */
  bucket: string;
  /** Address of a store that speaks S3, such as http://minio.example.com:9000; empty: AWS. */
  host: string;
  region: string;
  accessKey: string;
  secretKey: string;
  /** Of temporary credentials; empty for any other. */
  token: string;
}

export type StorageDraft = Omit<StorageCredentials, 'id'>;

export const NEW_DRAFT: StorageDraft = { bucket: '', host: '', region: '', accessKey: '', secretKey: '', token: '' };

/** The region that a store takes for granted when none is named. */
export const DEFAULT_REGION = 'us-east-1';

/** What is wrong with a draft, by field. */
export function draftProblems({
  bucket,
  host,
  region,
  accessKey,
  secretKey,
}: StorageDraft): Partial<Record<keyof StorageDraft, string>> {
  return withoutUndefined({
    bucket: bucketProblem(bucket.trim(), host.trim()),
    host:
      host.trim() === '' || hostAddress(host) !== null ? undefined : 'An address such as http://minio.example.com:9000 is needed',
    region: /^[a-z0-9-]*$/.test(region.trim()) ? undefined : 'A region such as eu-central-1 is needed',
    accessKey: accessKey.trim() === '' ? 'The access key is needed' : undefined,
    secretKey: secretKey.trim() === '' ? 'The secret key is needed' : undefined,
  });
}

function bucketProblem(bucket: string, host: string): string | undefined {
  if (bucket === '') return host === '' ? 'The name of a bucket is needed; only with a host it may be left out' : undefined;
  return /^[\w.-]+$/.test(bucket) ? undefined : 'The name of a bucket has letters, digits and . _ -';
}

/** The address of a host as a draft has it: without a scheme it is that of the page. Null for what is none. */
export function hostAddress(host: string, pageScheme: string = 'http:'): URL | null {
  const text = host.trim();
  const full = /^https?:\/\//i.test(text) ? text : `${pageScheme}//${text}`;
  const url = URL.canParse(full) ? new URL(full) : null;
  return url && url.pathname === '/' && url.search === '' && url.username === '' ? url : null;
}

/** The credentials that a checked draft stands for. */
export function finishDraft(draft: StorageDraft, { id, pageScheme }: { id: string; pageScheme: string }): StorageCredentials {
  const trimmed = Object.fromEntries(
    Object.entries(draft).map(([name, value]) => [name, value.trim()]),
  ) as unknown as StorageDraft;
  const host = trimmed.host === '' ? '' : (hostAddress(trimmed.host, pageScheme)?.origin ?? '');
  return { ...trimmed, id, host, region: trimmed.region || DEFAULT_REGION };
}

/** What a browser has kept; whatever else stands there is left out. */
export function readStoredCredentials(stored: unknown): StorageCredentials[] {
  return Array.isArray(stored) ? stored.filter(isCredentials) : [];
}

const FIELDS = [
  'id',
  'bucket',
  'host',
  'region',
  'accessKey',
  'secretKey',
  'token',
] as const satisfies (keyof StorageCredentials)[];

const isCredentials = (value: unknown): value is StorageCredentials =>
  typeof value === 'object' &&
  value !== null &&
  FIELDS.every((field) => typeof (value as Record<string, unknown>)[field] === 'string');

const withoutUndefined = <K extends string>(fields: Record<K, string | undefined>): Partial<Record<K, string>> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<Record<K, string>>;
