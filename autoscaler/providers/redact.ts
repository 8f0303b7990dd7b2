/** Words of a cloud without what must stay secret, as it is or in base64. */
export const redact = (words: string, secrets: string[]): string =>
  secrets
    .filter((secret) => secret !== '')
    .flatMap((secret) => [secret, Buffer.from(secret).toString('base64')])
    .reduce((clean, secret) => clean.replaceAll(secret, '***'), words);
