import { useLocalStorage } from '@mantine/hooks';
import { useSession } from '../app/session.tsx';
import { readStoredCredentials, type StorageCredentials } from '../domain/storage/storage-credentials.ts';

/** The user's credentials for buckets, kept in this browser and nowhere else. */
export function useStorageCredentials() {
  const { user } = useSession();
  const [credentials, setCredentials] = useLocalStorage<StorageCredentials[]>({
    key: `perdura.storage-credentials.${user.id}`,
    defaultValue: NONE,
    getInitialValueInEffect: false,
    deserialize: (text) => (text === undefined ? NONE : readStoredCredentials(parse(text))),
  });
  return { credentials, setCredentials };
}

/** One list, so that who depends on it is not called for each look. */
const NONE: StorageCredentials[] = [];

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
