import { Slider } from '@mantine/core';
import { formatCount } from '../domain/format.ts';
import { IconButton } from './icon-button.tsx';
import classes from './iteration-slider.module.css';

interface IterationSliderProps {
  /** Iterations that exist, ascending. */
  iterations: number[];
  value: number;
  onChange: (iteration: number) => void;
}

/** Steps through the iterations that were reported; nothing when there is one. */
export function IterationSlider({ iterations, value, onChange }: IterationSliderProps) {
  const index = Math.max(0, iterations.indexOf(value));
  const go = (to: number) => iterations[to] !== undefined && onChange(iterations[to]);
  if (iterations.length < 2) return <span className="dim">iteration {formatCount(value)}</span>;
  return (
    <div className={classes.slider}>
      <IconButton icon="chevronLeft" label="Earlier iteration" size="sm" disabled={index === 0} onClick={() => go(index - 1)} />
      <Slider
        thumbLabel="Iteration"
        size="sm"
        style={{ flex: 1 }}
        min={0}
        max={iterations.length - 1}
        value={index}
        label={(at) => formatCount(iterations[at] ?? 0)}
        onChange={go}
      />
      <IconButton
        icon="chevronRight"
        label="Later iteration"
        size="sm"
        disabled={index === iterations.length - 1}
        onClick={() => go(index + 1)}
      />
      <span className={classes.figure}>{formatCount(value)}</span>
    </div>
  );
}
