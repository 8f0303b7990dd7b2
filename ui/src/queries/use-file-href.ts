import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { isOpenable, toFileHref } from '../api/files.ts';
import { queryKeys } from '../api/query-keys.ts';
import { useSession } from '../app/session.tsx';
import { findObject, isInBucket } from '../domain/storage/find-object.ts';
import { signUrl } from '../domain/storage/sign-url.ts';
import { useStorageCredentials } from './use-storage-credentials.ts';

/** An address is signed anew before it ends. */
const SIGNED_MS = 3_600_000;

/**
 * Where a browser finds a stored file, or why it does not: it lies in a bucket for which this browser has no credentials
 * (`locked`), or where no browser comes (`elsewhere`).
 */
export type FileHref = { state: 'ready'; href: string; signed: boolean } | { state: 'signing' | 'locked' | 'elsewhere' };

export function useFileHref(uri: string): FileHref {
  const { server } = useSession();
  const { credentials } = useStorageCredentials();
  const object = findObject(uri, credentials);
  const signed = useQuery({
    queryKey: queryKeys.signedFile(uri, object?.credentials.id ?? ''),
    queryFn: () => signUrl(object!, new Date()),
    enabled: object !== null,
    staleTime: SIGNED_MS,
    gcTime: SIGNED_MS,
  });
  if (object) return signed.data === undefined ? { state: 'signing' } : { state: 'ready', href: signed.data, signed: true };
  const href = toFileHref(uri, server.filesUrl);
  if (isOpenable(href)) return { state: 'ready', href, signed: false };
  return { state: isInBucket(uri) ? 'locked' : 'elsewhere' };
}

/** The same for an address that is known later; what cannot be opened stays as it is. */
export function useResolveFile(): (uri: string) => Promise<string> {
  const { server } = useSession();
  const { credentials } = useStorageCredentials();
  return useCallback(
    async (uri) => {
      const object = findObject(uri, credentials);
      return object ? signUrl(object, new Date()) : toFileHref(uri, server.filesUrl);
    },
    [server.filesUrl, credentials],
  );
}
