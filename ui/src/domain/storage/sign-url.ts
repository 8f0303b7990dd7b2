import type { OpenableObject } from './find-object.ts';

/** Seconds for which a signed address is good. */
const GOOD_SECONDS = 6 * 3600;
const HOUR_MS = 3_600_000;

/** Not sent: it only says that the signature is of no body. */
const PAYLOAD_HEADER = 'x-amz-content-sha256';

/**
 * The address of an object with a signature in it (AWS Signature Version 4), with which anybody can read it for some hours.
 * Made here, in the browser: of the secret nothing else leaves it. Within an hour it is the same, so that browsers know what they have.
 */
export async function signUrl({ url, credentials }: OpenableObject, now: Date): Promise<string> {
  const { SignatureV4, Sha256Js } = await loadSigner();
  const { region, accessKey: accessKeyId, secretKey: secretAccessKey, token } = credentials;
  const signer = new SignatureV4({
    service: 's3',
    region,
    credentials: { accessKeyId, secretAccessKey, ...(token && { sessionToken: token }) },
    // In JavaScript alone: pages that came without TLS have no `crypto.subtle`.
    sha256: Sha256Js,
    uriEscapePath: false,
    applyChecksum: false,
  });
  const unsent = new Set([PAYLOAD_HEADER]);
  const { query = {} } = await signer.presign(
    {
      method: 'GET',
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port && { port: Number(url.port) }),
      path: url.pathname,
      headers: { host: url.host, [PAYLOAD_HEADER]: 'UNSIGNED-PAYLOAD' },
    },
    {
      signingDate: new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS),
      expiresIn: GOOD_SECONDS,
      unhoistableHeaders: unsent,
      unsignableHeaders: unsent,
    },
  );
  return `${url.origin}${url.pathname}?${new URLSearchParams(query as Record<string, string>)}`;
}

/** Fetched when something is to be signed. */
async function loadSigner() {
  const [{ SignatureV4 }, { Sha256Js }] = await Promise.all([import('@smithy/signature-v4'), import('@smithy/core/checksum')]);
  return { SignatureV4, Sha256Js };
}
