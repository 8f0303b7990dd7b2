import { useState } from 'react';
import type { Artifact } from '../../../api/types.ts';
import { CodeBlock } from '../../../components/code-block.tsx';
import { CopyButton } from '../../../components/copy-button.tsx';
import { Facts } from '../../../components/facts.tsx';
import { FileLink } from '../../../components/file-link.tsx';
import { Icon } from '../../../components/icon.tsx';
import { DateTime } from '../../../components/time.tsx';
import { formatBytes } from '../../../domain/format.ts';
import { useFileHref } from '../../../queries/use-file-href.ts';
import classes from './artifacts.module.css';

/** One artifact: a line, and below it on demand the preview, the hash and the path. */
export function ArtifactItem({ artifact }: { artifact: Artifact }) {
  const [open, setOpen] = useState(false);
  const { key, type, uri, content_size: size } = artifact;
  return (
    <div className={classes.item}>
      <div className={classes.line}>
        <button type="button" className={classes.name} aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name={open ? 'chevronDown' : 'chevronRight'} size={13} />
          {key}
        </button>
        <span className="dim">{type}</span>
        <span>{formatBytes(size)}</span>
        {uri && <FileLink uri={uri} />}
        {uri && <CopyButton value={uri} label="Copy path" />}
      </div>
      {open && <ArtifactDetail artifact={artifact} />}
    </div>
  );
}

function ArtifactDetail({ artifact }: { artifact: Artifact }) {
  const { uri, hash, timestamp, type_data: data, content_size: size } = artifact;
  const preview = data?.preview ?? '';
  return (
    <div className={classes.detail}>
      <Facts
        facts={[
          { label: 'Path', value: uri && <span className="mono">{uri}</span>, copy: uri },
          { label: 'SHA-256', value: hash && <span className="mono">{hash}</span>, copy: hash },
          { label: 'Size', value: size === undefined ? null : `${formatBytes(size)} (${size} bytes)` },
          { label: 'Content type', value: data?.content_type },
          { label: 'Uploaded', value: timestamp ? <DateTime value={timestamp * 1000} /> : null },
          ...(artifact.display_data ?? []).map(([label, value]) => ({ label, value })),
        ]}
      />
      <ImagePreview artifact={artifact} />
      {preview !== '' && (
        <div className={classes.preview}>
          <CodeBlock text={preview} label="preview" maxHeight={320} />
        </div>
      )}
    </div>
  );
}

function ImagePreview({ artifact: { key, uri = '', type_data: data, type } }: { artifact: Artifact }) {
  const file = useFileHref(uri);
  const isImage = data?.content_type?.startsWith('image/') || type === 'image';
  if (!isImage || file.state !== 'ready' || !/\.(png|jpe?g|gif|webp|bmp|svg)$/i.test(uri)) return null;
  return <img className={classes.image} src={file.href} alt={key} loading="lazy" />;
}
