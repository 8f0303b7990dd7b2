/** Where axes and shares of their length lie on the drawing, in pixels. */
export interface ParallelFrame {
  width: number;
  /** Length of an axis. */
  length: number;
  /** Between two axes. */
  spacing: number;
  axisX: (index: number) => number;
  shareY: (share: number) => number;
  /** Place of an x among the axes: 1.5 is half way between the second and the third. */
  toAxis: (x: number) => number;
  toShare: (y: number) => number;
}

export const MARGIN = { top: 30, right: 58, bottom: 14, left: 64 };
/** Axes closer than this cannot be read: the drawing gets wider than its place and scrolls. */
const LEAST_SPACING_PX = 84;

export function frameOf(available: number, height: number, axes: number): ParallelFrame {
  const gaps = Math.max(1, axes - 1);
  const width = available === 0 ? 0 : Math.max(available, MARGIN.left + MARGIN.right + gaps * LEAST_SPACING_PX);
  const length = height - MARGIN.top - MARGIN.bottom;
  const spacing = (width - MARGIN.left - MARGIN.right) / gaps;
  return {
    width,
    length,
    spacing,
    axisX: (index) => MARGIN.left + index * spacing,
    shareY: (share) => MARGIN.top + (1 - share) * length,
    toAxis: (x) => (x - MARGIN.left) / spacing,
    toShare: (y) => 1 - (y - MARGIN.top) / length,
  };
}

interface Stroke {
  color: string;
  places: number[];
  faded: boolean;
}

/** Above this many lines each one is drawn thinner and paler, so that dense places are seen. */
const MANY_LINES = 300;

export function paintLines(context: CanvasRenderingContext2D, frame: ParallelFrame, strokes: Stroke[], fadedColor: string): void {
  const many = strokes.length > MANY_LINES;
  const faded = strokes.filter((stroke) => stroke.faded).map((stroke) => ({ ...stroke, color: fadedColor }));
  paintLayer(context, frame, faded, { width: 1, alpha: 0.6 });
  paintLayer(
    context,
    frame,
    strokes.filter((stroke) => !stroke.faded),
    many ? { width: 1, alpha: 0.5 * Math.sqrt(MANY_LINES / strokes.length) } : { width: 1.5, alpha: 0.9 },
  );
  context.globalAlpha = 1;
}

function paintLayer(
  context: CanvasRenderingContext2D,
  frame: ParallelFrame,
  strokes: Stroke[],
  { width, alpha }: { width: number; alpha: number },
): void {
  context.lineWidth = width;
  context.globalAlpha = alpha;
  for (const { color, places } of strokes) {
    context.strokeStyle = color;
    context.beginPath();
    for (const [index, share] of places.entries()) context.lineTo(frame.axisX(index), frame.shareY(share));
    context.stroke();
  }
}
