import { useState } from 'react';
import { IterationSlider } from '../../../components/iteration-slider.tsx';
import { mediaKind, type SampleHistory, sampleAt } from '../../../domain/sample-history.ts';
import { useFileHref } from '../../../queries/use-file-href.ts';
import { Media } from './media.tsx';
import styles from './plots.module.css';

interface SampleCardProps {
  history: SampleHistory;
  onOpen: (iteration: number) => void;
}

export function SampleCard({ history, onOpen }: SampleCardProps) {
  const { metric, variant, iterations } = history;
  const [chosen, setChosen] = useState<number | null>(null);
  const iteration = chosen ?? iterations[iterations.length - 1]!;
  const { url } = sampleAt(history, iteration);
  const label = `${metric} / ${variant}`;
  const opens = useFileHref(url).state === 'ready' && mediaKind(url) === 'image';
  const media = <Media url={url} label={`${label}, iteration ${iteration}`} />;
  return (
    <figure className={styles.sample} style={{ margin: 0 }}>
      {opens ? (
        <button type="button" className={styles.frame} aria-label={`Open ${label}`} onClick={() => onOpen(iteration)}>
          {media}
        </button>
      ) : (
        <div className={styles.frame}>{media}</div>
      )}
      <figcaption className={styles.caption}>
        <div className="truncate" title={label}>
          <span className="dim">{metric}</span> {variant}
        </div>
      </figcaption>
      <div className={styles.foot}>
        <IterationSlider iterations={iterations} value={iteration} onChange={setChosen} />
      </div>
    </figure>
  );
}
