import type { StorageCredentials } from './storage-credentials.ts';

/** A file in a bucket. */
interface StoredObject {
  /** Host and port of its store; empty: AWS. */
  host: string;
  bucket: string;
  /** Not encoded. */
  key: string;
}

/** An address to be signed, and with what. */
export interface OpenableObject {
  url: URL;
  credentials: StorageCredentials;
}

/** How to open what lies at an address: its place over HTTP and the credentials for it. Null where there are none, or it lies in no bucket. */
export function findObject(uri: string, all: readonly StorageCredentials[]): OpenableObject | null {
  for (const object of readings(uri)) {
    const credentials = all.find((one) => covers(one, object));
    if (credentials) return { url: objectUrl(object, credentials), credentials };
  }
  return null;
}

/** Whether an address can only be opened with credentials. */
export const isInBucket = (uri: string): boolean => /^s3:\/\//i.test(uri);

/** What an address may mean: without a port, the first name of an s3:// address may be a host or a bucket. */
function readings(uri: string): StoredObject[] {
  const s3 = /^s3:\/\/([^/]+)\/(.+)$/i.exec(uri);
  if (s3) {
    const [, first = '', rest = ''] = s3;
    const atHost = inPath(first, rest);
    return [...(atHost ? [atHost] : []), ...(first.includes(':') ? [] : [{ host: '', bucket: first, key: rest }])];
  }
  if (!/^https?:\/\//i.test(uri) || !URL.canParse(uri)) return [];
  const url = new URL(uri);
  const path = decodePath(url.pathname.slice(1));
  const aws = AWS_HOST.exec(url.hostname);
  if (!aws) return orNone(inPath(url.host, path));
  const [, bucket] = aws;
  return bucket ? [{ host: '', bucket, key: path }] : orNone(inPath('', path));
}

const AWS_HOST = /^(?:(.+)\.)?s3(?:[.-](?:dualstack\.)?[a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?$/;

/** The bucket is the first folder. */
function inPath(host: string, path: string): StoredObject | null {
  const slash = path.indexOf('/');
  if (slash <= 0 || slash === path.length - 1) return null;
  return { host, bucket: path.slice(0, slash), key: path.slice(slash + 1) };
}

const orNone = (object: StoredObject | null): StoredObject[] => (object ? [object] : []);

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function covers({ host, bucket }: StorageCredentials, object: StoredObject): boolean {
  const sameStore = host === '' ? object.host === '' : sameHost(new URL(host).host, object.host);
  return sameStore && (bucket === object.bucket || (bucket === '' && host !== ''));
}

const sameHost = (a: string, b: string): boolean => withoutUsualPort(a) === withoutUsualPort(b);

const withoutUsualPort = (host: string): string => host.toLowerCase().replace(/:(80|443)$/, '');

function objectUrl({ bucket, key }: StoredObject, { host, region }: StorageCredentials): URL {
  const path = key.split('/').map(encodeSegment).join('/');
  if (host !== '') return new URL(`${host}/${encodeSegment(bucket)}/${path}`);
  const aws = `s3.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
  // A certificate for *.s3… is not one for a name with dots.
  return new URL(bucket.includes('.') ? `https://${aws}/${bucket}/${path}` : `https://${bucket}.${aws}/${path}`);
}

/** As S3 encodes a name for its signature. */
const encodeSegment = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
