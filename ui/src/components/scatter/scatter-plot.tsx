import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { type PointerEvent, useCallback, useMemo, useState } from 'react';
import { axisScale, type ScaleKind } from '../../domain/axis-scale.ts';
import { themeColor } from '../theme-color.ts';
import { useCanvas } from '../use-canvas.ts';
import classes from './scatter.module.css';
import { ScatterAxes } from './scatter-axes.tsx';
import { nearestPoint, paintScatter, placePoints, scatterFrame } from './scatter-frame.ts';

export interface ScatterPoint {
  key: string;
  x: unknown;
  y: unknown;
  color: string;
  /** Shown when the pointer is at the point. */
  title: string;
  /** Drawn larger, with a rim. */
  marked?: boolean;
  faded?: boolean;
}

interface ScatterPlotProps {
  label: string;
  points: ScatterPoint[];
  xLabel: string;
  yLabel: string;
  xKind?: ScaleKind;
  yKind?: ScaleKind;
  /** Keys of points that are joined: as stairs (`best so far`) or by straight lines. */
  path?: { keys: string[]; stairs: boolean };
  onOpen?: (key: string) => void;
  height?: number;
  /** In place of the drawing when no point has a place. */
  none: string;
}

/** Points over two axes of numbers, magnitudes, time or names. */
export function ScatterPlot(props: ScatterPlotProps) {
  const { label, points, xLabel, yLabel, xKind, yKind, path, onOpen, height = 240, none } = props;
  const { ref, width } = useElementSize<HTMLDivElement>();
  const scheme = useComputedColorScheme();
  const [hovered, setHovered] = useState<number | null>(null);
  const scales = useMemo(
    () => ({
      x: axisScale(
        points.map(({ x }) => x),
        xKind,
        6,
      ),
      y: axisScale(
        points.map(({ y }) => y),
        yKind,
      ),
    }),
    [points, xKind, yKind],
  );
  const frame = useMemo(() => scatterFrame(width, height, scales), [width, height, scales]);
  const placed = useMemo(() => placePoints(points, scales, frame), [points, scales, frame]);
  const paint = useCallback(
    (context: CanvasRenderingContext2D) =>
      paintScatter(context, { placed, path, frame, rim: themeColor('--surface'), line: themeColor('--accent') }),
    // the colours of the theme are read while painting
    [placed, path, frame, scheme],
  );
  const canvas = useCanvas(width, height, paint);
  const shown = hovered === null ? undefined : placed[hovered];

  const onPointerMove = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    setHovered(nearestPoint(placed, event.clientX - box.left, event.clientY - box.top));
  };

  return (
    <div ref={ref} className={classes.frame} style={{ height }} role="group" aria-label={label} data-points={placed.length}>
      {placed.length === 0 ? (
        <div className={classes.none} style={{ height }}>
          {none}
        </div>
      ) : (
        <>
          <canvas ref={canvas} />
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: what is drawn is also in a table, which is worked by keys */}
          <svg
            onPointerMove={onPointerMove}
            onPointerLeave={() => setHovered(null)}
            onClick={() => shown && onOpen?.(shown.point.key)}
            style={{ cursor: shown && onOpen ? 'pointer' : undefined }}
          >
            <title>{label}</title>
            <ScatterAxes frame={frame} scales={scales} xLabel={xLabel} yLabel={yLabel} />
            {shown && <circle className={classes.hovered} cx={shown.x} cy={shown.y} r={7} />}
          </svg>
          {shown && (
            <div
              className={classes.tooltip}
              style={{
                top: Math.max(0, shown.y - 14),
                ...(shown.x > width / 2 ? { right: width - shown.x + 14 } : { left: shown.x + 14 }),
              }}
            >
              {shown.point.title}
            </div>
          )}
        </>
      )}
    </div>
  );
}
