import type { AxisScale } from '../../domain/axis-scale.ts';
import { CHARACTER_PX } from '../../domain/shorten.ts';
import type { ScatterPoint } from './scatter-plot.tsx';

/** The ground of the drawing and how shares of the axes lie on it, in pixels. */
export interface ScatterFrame {
  left: number;
  right: number;
  top: number;
  bottom: number;
  toX: (share: number) => number;
  toY: (share: number) => number;
}

export interface PlacedPoint {
  point: ScatterPoint;
  x: number;
  y: number;
}

const MARGIN = { top: 26, right: 20, bottom: 38 };
const MOST_LABEL_PX = 110;
const REACH_PX = 12;

export function scatterFrame(width: number, height: number, scales: { x: AxisScale; y: AxisScale }): ScatterFrame {
  const widest = Math.max(0, ...scales.y.ticks.map(({ label }) => label.length * CHARACTER_PX));
  const left = Math.max(36, Math.min(MOST_LABEL_PX, widest + 14));
  const right = Math.max(left + 1, width - MARGIN.right);
  const [top, bottom] = [MARGIN.top, height - MARGIN.bottom];
  return {
    left,
    right,
    top,
    bottom,
    toX: (share) => left + share * (right - left),
    toY: (share) => bottom - share * (bottom - top),
  };
}

/** Points that have a place on both axes. */
export function placePoints(points: ScatterPoint[], scales: { x: AxisScale; y: AxisScale }, frame: ScatterFrame): PlacedPoint[] {
  return points.flatMap((point) => {
    const [x, y] = [scales.x.place(point.x), scales.y.place(point.y)];
    return x === null || y === null ? [] : [{ point, x: frame.toX(x), y: frame.toY(y) }];
  });
}

export function nearestPoint(placed: PlacedPoint[], x: number, y: number): number | null {
  let found: number | null = null;
  let least = REACH_PX;
  for (const [index, point] of placed.entries()) {
    const distance = Math.hypot(point.x - x, point.y - y);
    if (distance < least) {
      least = distance;
      found = index;
    }
  }
  return found;
}

interface Painting {
  placed: PlacedPoint[];
  path: { keys: string[]; stairs: boolean } | undefined;
  frame: ScatterFrame;
  rim: string;
  line: string;
}

/** Above this many points each one is drawn smaller. */
const MANY_POINTS = 500;

export function paintScatter(context: CanvasRenderingContext2D, { placed, path, frame, rim, line }: Painting): void {
  if (path) paintPath(context, placed, path, frame, line);
  const radius = placed.length > MANY_POINTS ? 2 : 3.4;
  const layers = [
    placed.filter(({ point }) => point.faded),
    placed.filter(({ point }) => !point.faded && !point.marked),
    placed.filter(({ point }) => !point.faded && point.marked),
  ];
  for (const { point, x, y } of layers.flat()) {
    context.globalAlpha = point.faded ? 0.25 : 0.85;
    context.fillStyle = point.color;
    context.beginPath();
    context.arc(x, y, point.marked ? radius + 1.8 : radius, 0, 2 * Math.PI);
    context.fill();
    if (!point.marked) continue;
    context.globalAlpha = 1;
    context.strokeStyle = rim;
    context.lineWidth = 1.4;
    context.stroke();
  }
  context.globalAlpha = 1;
}

function paintPath(
  context: CanvasRenderingContext2D,
  placed: PlacedPoint[],
  { keys, stairs }: { keys: string[]; stairs: boolean },
  frame: ScatterFrame,
  color: string,
): void {
  const byKey = new Map(placed.map((one) => [one.point.key, one]));
  const points = keys.flatMap((key) => byKey.get(key) ?? []);
  context.strokeStyle = color;
  context.lineWidth = 1.8;
  context.beginPath();
  for (const [index, { x, y }] of points.entries()) {
    if (stairs && index > 0) context.lineTo(x, points[index - 1]!.y);
    context.lineTo(x, y);
  }
  const last = points[points.length - 1];
  if (stairs && last) context.lineTo(frame.right, last.y);
  context.stroke();
}
