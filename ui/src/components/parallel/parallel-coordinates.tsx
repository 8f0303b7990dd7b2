import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { type PointerEvent, useCallback, useMemo, useState } from 'react';
import {
  type Brushes,
  brushedKeys,
  crossings,
  nearestLine,
  type ParallelAxis,
  type ParallelLine,
} from '../../domain/parallel-lines.ts';
import { themeColor } from '../theme-color.ts';
import { useCanvas } from '../use-canvas.ts';
import { AxisMark } from './axis-mark.tsx';
import classes from './parallel.module.css';
import { frameOf, paintLines } from './parallel-frame.ts';

interface ParallelCoordinatesProps {
  label: string;
  axes: ParallelAxis[];
  lines: (ParallelLine & { color: string })[];
  brushes: Brushes;
  onBrushes: (brushes: Brushes) => void;
  /** A click on a line. */
  onOpen?: (key: string) => void;
  height?: number;
}

/** Pixels from which a line can be pointed at. */
const REACH_PX = 8;

/**
 * One line for each record, one axis for each of its values. A drag along an axis keeps the lines that go through that part of it; a
 * click on the axis lets go again. The first lines are drawn lowest.
 */
export function ParallelCoordinates({ label, axes, lines, brushes, onBrushes, onOpen, height = 300 }: ParallelCoordinatesProps) {
  const { ref, width: available } = useElementSize<HTMLDivElement>();
  const scheme = useComputedColorScheme();
  const [hovered, setHovered] = useState<{ index: number; x: number; y: number } | null>(null);
  const frame = useMemo(() => frameOf(available, height, axes.length), [available, height, axes.length]);
  const places = useMemo(() => lines.map((line) => crossings(line, axes)), [lines, axes]);
  const kept = useMemo(() => brushedKeys(lines, axes, brushes), [lines, axes, brushes]);
  const paint = useCallback(
    (context: CanvasRenderingContext2D) => {
      const strokes = lines.map(({ key, color }, index) => ({ color, places: places[index]!, faded: kept?.has(key) === false }));
      paintLines(context, frame, strokes, themeColor('--line'));
    },
    // the colours of the theme are read while painting
    [lines, places, kept, frame, scheme],
  );
  const canvas = useCanvas(frame.width, height, paint);
  const line = hovered ? lines[hovered.index] : undefined;

  const onPointerMove = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const index = nearestLine(places, frame.toAxis(x), frame.toShare(y), REACH_PX / frame.length);
    setHovered(index === null ? null : { index, x, y });
  };

  return (
    <div ref={ref} className={classes.scroll}>
      <div className={classes.frame} style={{ height, width: frame.width || undefined }} role="group" aria-label={label}>
        <canvas ref={canvas} />
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: what is drawn is also in a table, which is worked by keys */}
        <svg
          onPointerMove={onPointerMove}
          onPointerLeave={() => setHovered(null)}
          onClick={() => line && onOpen?.(line.key)}
          style={{ cursor: line && onOpen ? 'pointer' : undefined }}
        >
          <title>{label}</title>
          {line && (
            <polyline
              className={classes.hovered}
              points={places[hovered!.index]!.map((share, index) => `${frame.axisX(index)},${frame.shareY(share)}`).join(' ')}
            />
          )}
          {axes.map((axis, index) => (
            <AxisMark
              key={axis.key}
              axis={axis}
              frame={frame}
              index={index}
              last={index === axes.length - 1}
              brush={brushes.get(axis.key)}
              onBrush={(brush) => {
                const next = new Map(brushes);
                if (brush) next.set(axis.key, brush);
                else next.delete(axis.key);
                onBrushes(next);
              }}
            />
          ))}
        </svg>
        {line && (
          <div
            className={classes.tooltip}
            style={{
              top: Math.max(0, hovered!.y - 12),
              ...(hovered!.x > frame.width / 2 ? { right: frame.width - hovered!.x + 14 } : { left: hovered!.x + 14 }),
            }}
          >
            {line.title}
          </div>
        )}
      </div>
    </div>
  );
}
