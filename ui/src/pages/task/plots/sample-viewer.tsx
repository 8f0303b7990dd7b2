import { Modal } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import { FileLink } from '../../../components/file-link.tsx';
import { IconButton } from '../../../components/icon-button.tsx';
import { IterationSlider } from '../../../components/iteration-slider.tsx';
import { type SampleHistory, sampleAt } from '../../../domain/sample-history.ts';
import { Media } from './media.tsx';
import styles from './plots.module.css';

interface SampleViewerProps {
  history: SampleHistory;
  iteration: number;
  onIteration: (iteration: number) => void;
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
  onClose: () => void;
}

/** One sample large. Left and right step through the iterations, up and down through the samples. */
export function SampleViewer({ history, iteration, onIteration, onPrevious, onNext, onClose }: SampleViewerProps) {
  const { metric, variant, iterations } = history;
  const sample = sampleAt(history, iteration);
  const step = (by: number) => {
    const next = iterations[iterations.indexOf(sample.iter) + by];
    if (next !== undefined) onIteration(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const isSlider = (event.target as Element).getAttribute('role') === 'slider';
    if (event.key === 'ArrowLeft' && !isSlider) step(-1);
    else if (event.key === 'ArrowRight' && !isSlider) step(1);
    else if (event.key === 'ArrowUp' && !isSlider) onPrevious?.();
    else if (event.key === 'ArrowDown' && !isSlider) onNext?.();
    else return;
    event.preventDefault();
  };
  return (
    <Modal opened onClose={onClose} size="80%" title={`${metric} / ${variant}`} onKeyDown={onKeyDown}>
      <div className={styles.large}>
        <Media url={sample.url} label={`${metric} / ${variant}, iteration ${sample.iter}`} />
      </div>
      <div className={styles.viewerFoot}>
        <IconButton icon="arrowUp" label="Previous sample" disabled={!onPrevious} onClick={() => onPrevious?.()} />
        <IconButton icon="arrowDown" label="Next sample" disabled={!onNext} onClick={() => onNext?.()} />
        <IterationSlider iterations={iterations} value={sample.iter} onChange={onIteration} />
        <FileLink uri={sample.url} />
      </div>
    </Modal>
  );
}
