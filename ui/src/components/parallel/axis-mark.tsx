import type { KeyboardEvent, PointerEvent } from 'react';
import type { Brush, ParallelAxis } from '../../domain/parallel-lines.ts';
import { shorten } from '../../domain/shorten.ts';
import classes from './parallel.module.css';
import { MARGIN, type ParallelFrame } from './parallel-frame.ts';

interface AxisMarkProps {
  axis: ParallelAxis;
  frame: ParallelFrame;
  index: number;
  /** The last axis has its figures at the right, where there is room. */
  last: boolean;
  brush: Brush | undefined;
  onBrush: (brush: Brush | null) => void;
}

const HANDLE_PX = 26;
/** A shorter drag is a click, which lets go. */
const LEAST_BRUSH = 0.012;
const KEY_STEP = 0.05;

/** One axis with its ticks, its name and the part that is brushed. Keys: arrows move the part, Shift and arrows change its size. */
export function AxisMark({ axis: { label, scale }, frame, index, last, brush, onBrush }: AxisMarkProps) {
  const x = frame.axisX(index);
  const shareAt = (event: PointerEvent<SVGRectElement>) => {
    const top = event.currentTarget.ownerSVGElement!.getBoundingClientRect().top;
    return clamp(frame.toShare(event.clientY - top));
  };
  const drag = dragHandlers(shareAt, onBrush);
  return (
    <g>
      <line className={classes.axis} x1={x} x2={x} y1={frame.shareY(0)} y2={frame.shareY(1)} />
      {scale.ticks.map((tick) => (
        <text
          key={tick.label}
          className={classes.tick}
          x={x + (last ? 6 : -6)}
          y={frame.shareY(tick.at) + 4}
          textAnchor={last ? 'start' : 'end'}
        >
          {shorten(tick.label, last ? MARGIN.right : Math.min(frame.spacing, index === 0 ? MARGIN.left : Infinity) - 10)}
        </text>
      ))}
      <text className={classes.label} x={last ? x + MARGIN.right - 8 : x} y={14} textAnchor={last ? 'end' : 'middle'}>
        <title>{label}</title>
        {shorten(label, frame.spacing)}
      </text>
      {brush && (
        <rect
          className={classes.brush}
          x={x - 6}
          width={12}
          y={frame.shareY(brush.to)}
          height={Math.max(2, (brush.to - brush.from) * frame.length)}
        />
      )}
      <rect
        className={classes.handle}
        role="slider"
        tabIndex={0}
        aria-label={`Range of ${label}`}
        aria-orientation="vertical"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round((brush?.to ?? 1) * 100)}
        aria-valuetext={brush ? `${Math.round(brush.from * 100)} to ${Math.round(brush.to * 100)} % of the axis` : 'all'}
        data-axis={label}
        x={x - HANDLE_PX / 2}
        width={HANDLE_PX}
        y={frame.shareY(1) - 6}
        height={frame.length + 12}
        onKeyDown={(event) => moveByKey(event, brush, onBrush)}
        // a drag with the mouse is no reason for a ring of focus
        onMouseDown={(event) => event.preventDefault()}
        onClick={(event) => event.stopPropagation()}
        {...drag}
      />
    </g>
  );
}

function dragHandlers(shareAt: (event: PointerEvent<SVGRectElement>) => number, onBrush: (brush: Brush | null) => void) {
  const startOf = (target: SVGRectElement) => Number(target.dataset.start ?? Number.NaN);
  return {
    onPointerDown: (event: PointerEvent<SVGRectElement>) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      event.currentTarget.dataset.start = String(shareAt(event));
    },
    onPointerMove: (event: PointerEvent<SVGRectElement>) => {
      const start = startOf(event.currentTarget);
      if (Number.isNaN(start)) return;
      const here = shareAt(event);
      if (Math.abs(here - start) >= LEAST_BRUSH) onBrush({ from: Math.min(start, here), to: Math.max(start, here) });
    },
    onPointerUp: (event: PointerEvent<SVGRectElement>) => {
      const start = startOf(event.currentTarget);
      delete event.currentTarget.dataset.start;
      if (Math.abs(shareAt(event) - start) < LEAST_BRUSH) onBrush(null);
    },
  };
}

function moveByKey(event: KeyboardEvent, brush: Brush | undefined, onBrush: (brush: Brush | null) => void): void {
  const step = event.key === 'ArrowUp' ? KEY_STEP : event.key === 'ArrowDown' ? -KEY_STEP : 0;
  if (event.key === 'Escape') onBrush(null);
  else if (step !== 0) onBrush(stepped(brush ?? { from: 0, to: 1 }, step, event.shiftKey || !brush));
  else return;
  event.preventDefault();
}

/** Down takes from the top, up from the bottom, when the size changes. */
function stepped({ from, to }: Brush, step: number, resize: boolean): Brush {
  if (!resize) {
    const by = step > 0 ? Math.min(step, 1 - to) : Math.max(step, -from);
    return { from: from + by, to: to + by };
  }
  return step < 0 ? { from, to: Math.max(from + KEY_STEP, to + step) } : { from: Math.min(to - KEY_STEP, from + step), to };
}

const clamp = (share: number): number => Math.max(0, Math.min(1, share));
