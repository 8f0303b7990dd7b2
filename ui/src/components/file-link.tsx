import { Link } from 'react-router';
import { useFileHref } from '../queries/use-file-href.ts';
import { Icon } from './icon.tsx';

/** Downloads a stored file. Where a browser cannot reach it (a bucket without credentials, a path on another machine), it says so. */
export function FileLink({ uri }: { uri: string }) {
  const file = useFileHref(uri);
  if (file.state === 'locked') return <LockedNote />;
  if (file.state !== 'ready')
    return <span className="dim">{file.state === 'signing' ? 'opening …' : 'not on the file server'}</span>;
  const { href } = file;
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

/** Stands for a file in a bucket that this browser cannot open. */
export function LockedNote() {
  return (
    <span className="dim">
      in a bucket: enter <Link to="/settings/storage">storage credentials</Link>
    </span>
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
