import type { AxisScale } from '../../domain/axis-scale.ts';
import { shorten } from '../../domain/shorten.ts';
import classes from './scatter.module.css';
import type { ScatterFrame } from './scatter-frame.ts';

interface ScatterAxesProps {
  frame: ScatterFrame;
  scales: { x: AxisScale; y: AxisScale };
  xLabel: string;
  yLabel: string;
}

/** Grid, figures and names of both axes. */
export function ScatterAxes({ frame, scales, xLabel, yLabel }: ScatterAxesProps) {
  const { left, right, top, bottom } = frame;
  const room = (right - left) / Math.max(1, scales.x.ticks.length);
  return (
    <g>
      {scales.y.ticks.map(({ at, label }) => (
        <g key={label}>
          <line className={classes.grid} x1={left} x2={right} y1={frame.toY(at)} y2={frame.toY(at)} />
          <text className={classes.tick} x={left - 6} y={frame.toY(at) + 4} textAnchor="end">
            {shorten(label, left - 8)}
          </text>
        </g>
      ))}
      {scales.x.ticks.map(({ at, label }) => (
        <g key={label}>
          <line className={classes.grid} x1={frame.toX(at)} x2={frame.toX(at)} y1={top} y2={bottom} />
          <text className={classes.tick} x={frame.toX(at)} y={bottom + 15} textAnchor="middle">
            {shorten(label, Math.max(room, 40))}
          </text>
        </g>
      ))}
      <text className={classes.label} x={(left + right) / 2} y={bottom + 31} textAnchor="middle">
        {xLabel}
      </text>
      <text className={classes.label} x={left} y={top - 8} textAnchor="start">
        {yLabel}
      </text>
    </g>
  );
}
