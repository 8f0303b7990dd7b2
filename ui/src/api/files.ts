/**
 * Rewrites an address on the installation's file server to the same-origin path that the session cookie may read.
 * Addresses elsewhere (S3, another host) stay as they are.
 */
export function toFileHref(uri: string, filesUrl: string): string {
  const prefix = `${filesUrl.replace(/\/+$/, '')}/`;
  return uri.startsWith(prefix) ? `/files/${uri.slice(prefix.length)}` : uri;
}

/** True where a browser can open the address by itself. */
export const isOpenable = (href: string): boolean => href.startsWith('/files/') || /^https?:/i.test(href);
