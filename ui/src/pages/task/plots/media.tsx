import { useState } from 'react';
import { FileLink, LockedNote } from '../../../components/file-link.tsx';
import { mediaKind } from '../../../domain/sample-history.ts';
import { useFileHref } from '../../../queries/use-file-href.ts';

/** An image, audio or video; a link for anything else, and a note for what a browser cannot open. */
export function Media({ url, label }: { url: string; label: string }) {
  const file = useFileHref(url);
  const kind = mediaKind(url);
  if (file.state === 'locked') return <LockedNote />;
  if (kind === 'other' || file.state !== 'ready') return <FileLink uri={url} />;
  const { href, signed } = file;
  // biome-ignore-start lint/a11y/useMediaCaption: recordings of a training run have no captions
  if (kind === 'audio') return <audio controls src={href} aria-label={label} />;
  if (kind === 'video') return <video controls src={href} aria-label={label} />;
  // biome-ignore-end lint/a11y/useMediaCaption: end
  return <Picture key={href} href={href} label={label} signed={signed} />;
}

function Picture({ href, label, signed }: { href: string; label: string; signed: boolean }) {
  const [failed, setFailed] = useState(false);
  if (failed)
    return (
      <span className="dim">
        {signed ? 'The store does not give it out: see Settings, Storage' : 'Not stored any more, or no image'}
      </span>
    );
  return <img src={href} alt={label} loading="lazy" onError={() => setFailed(true)} />;
}
