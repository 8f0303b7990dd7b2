/** 128 random bits in hexadecimal. Browsers keep `crypto.randomUUID` from pages that came without TLS; this they do not. */
export const randomKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
