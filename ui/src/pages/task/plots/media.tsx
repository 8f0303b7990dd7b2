import { toFileHref } from '../../../api/files.ts';
import { useSession } from '../../../app/session.tsx';
import { FileLink } from '../../../components/file-link.tsx';
import { mediaKind } from '../../../domain/sample-history.ts';

/** An image, audio or video; a link for anything else. */
export function Media({ url, label }: { url: string; label: string }) {
  const { server } = useSession();
  const href = toFileHref(url, server.filesUrl);
  const kind = mediaKind(url);
  // biome-ignore-start lint/a11y/useMediaCaption: recordings of a training run have no captions
  if (kind === 'audio') return <audio controls src={href} aria-label={label} />;
  if (kind === 'video') return <video controls src={href} aria-label={label} />;
  // biome-ignore-end lint/a11y/useMediaCaption: end
  if (kind === 'other') return <FileLink uri={url} />;
  return <img src={href} alt={label} loading="lazy" />;
}
