import { isOpenable, toFileHref } from '../api/files.ts';
import { useSession } from '../app/session.tsx';
import { Icon } from './icon.tsx';

/** Downloads a stored file. Where a browser cannot reach it (a bucket, a path on another machine), it says so. */
export function FileLink({ uri }: { uri: string }) {
  const { server } = useSession();
  const href = toFileHref(uri, server.filesUrl);
  if (!isOpenable(href)) return <span className="dim">not on the file server</span>;
  return (
    <a
      href={href}
      download={fileName(href)}
      target="_blank"
      rel="noreferrer"
      style={{ display: 'inline-flex', gap: 5, alignItems: 'center' }}
    >
      <Icon name="download" size={13} /> Download
    </a>
  );
}

function fileName(href: string): string {
  const last = href.split(/[?#]/)[0]!.split('/').pop() ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
