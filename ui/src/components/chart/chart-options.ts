import uPlot from 'uplot';
import { formatDuration, formatNumber } from '../../domain/format.ts';
import { themeColor } from '../theme-color.ts';
import { tooltipPlugin } from './tooltip-plugin.ts';
import type { ChartSeries, XKind, XRange } from './types.ts';

export interface ChartOptionsInput {
  series: ChartSeries[];
  xKind: XKind;
  logScale: boolean;
  /** Fixed limits of the y axis, such as 0 to 100 for percent. */
  yRange: [number, number] | undefined;
  formatY: (value: number) => string;
  zoom: XRange | null;
  onZoom: ((zoom: XRange | null) => void) | undefined;
  width: number;
  height: number;
}

const BAND_ALPHA = '40';
const FAINT_ALPHA = '55';
/** A drag of fewer pixels is a click. */
const LEAST_DRAG_PX = 6;

/** uPlot's options for a set of curves. Each curve takes one uPlot series, and two more where it has a band. */
export function chartOptions(input: ChartOptionsInput): uPlot.Options {
  const { series, xKind, logScale, yRange, formatY, zoom, width, height } = input;
  return {
    width,
    height,
    ms: 1,
    legend: { show: false },
    cursor: {
      drag: { x: true, y: false, setScale: false, dist: LEAST_DRAG_PX },
      focus: { prox: 24 },
      points: { size: 6 },
      bind: { dblclick: () => null },
    },
    focus: { alpha: 0.35 },
    scales: {
      x: { time: xKind === 'date', ...(zoom ? { range: () => [zoom.from, zoom.to] } : {}) },
      y: logScale ? { distr: 3 } : { range: (_chart, min, max) => yRange ?? roomyRange(min, max) },
    },
    axes: [xAxis(input), yAxis(formatY)],
    series: [{}, ...series.flatMap((one) => seriesOptions(one))],
    bands: bandsOf(series),
    hooks: { setSelect: [(chart) => selectZoom(chart, input.onZoom)] },
    plugins: [tooltipPlugin({ series, xKind, formatY })],
  };
}

/** A tenth of room above and below; a flat line gets a scale of its own size, and zero its place at the bottom. */
function roomyRange(min: number | null, max: number | null): uPlot.Range.MinMax {
  if (min === null || max === null || (min === 0 && max === 0)) return [0, 1];
  if (min === max) return [min - Math.abs(min) / 2, min + Math.abs(min) / 2];
  return uPlot.rangeNum(min, max, 0.1, true);
}

/** Data columns in the order in which `chartOptions` lays the series out. */
export function seriesOptions({ label, color, faint, min, max, x }: ChartSeries): uPlot.Series[] {
  const line: uPlot.Series = {
    label,
    stroke: faint ? color + FAINT_ALPHA : color,
    width: faint ? 1 : 1.6,
    spanGaps: true,
    points: { show: x.length === 1 },
  };
  if (!min || !max) return [line];
  const edge: uPlot.Series = { label, stroke: 'transparent', width: 0, spanGaps: true, points: { show: false } };
  return [line, edge, edge];
}

function bandsOf(series: ChartSeries[]): uPlot.Band[] {
  const bands: uPlot.Band[] = [];
  let index = 1;
  for (const { min, max, color } of series) {
    if (min && max) bands.push({ series: [index + 2, index + 1], fill: color + BAND_ALPHA });
    index += min && max ? 3 : 1;
  }
  return bands;
}

function axisLook(): uPlot.Axis {
  const line = { stroke: themeColor('--line'), width: 1 };
  return {
    stroke: themeColor('--text-dim'),
    grid: line,
    ticks: { ...line, size: 4 },
    font: '11px system-ui, sans-serif',
  };
}

function xAxis({ xKind }: ChartOptionsInput): uPlot.Axis {
  const look: uPlot.Axis = { ...axisLook(), size: 30, space: 60 };
  if (xKind === 'date')
    return {
      ...look,
      values: (_chart, ticks, _axis, _space, step) => ticks.map((tick, index) => dateTick(tick, ticks[index - 1], step)),
    };
  const format = xKind === 'duration' ? (value: number) => formatDuration(value).replace(/ 00 \w+$/, '') : formatTick;
  return {
    ...look,
    values: (_chart, ticks) => ticks.map((tick) => format(tick)),
    ...(xKind === 'duration' ? { incrs: DURATION_STEPS } : {}),
  };
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** The time of day, and the date where a new one begins. */
function dateTick(tick: number, previous: number | undefined, step: number): string {
  const date = new Date(tick);
  const newDay = previous === undefined || new Date(previous).getDate() !== date.getDate();
  if (step >= DAY_MS || (newDay && date.getHours() === 0))
    return date.toLocaleDateString(undefined, { month: 'short', day: 'numeric' });
  return date.toLocaleTimeString('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    ...(step < MINUTE_MS ? { second: '2-digit' } : {}),
  });
}

const DURATION_STEPS = [
  10, 50, 100, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000,
  7_200_000, 14_400_000, 21_600_000, 43_200_000, 86_400_000, 172_800_000, 604_800_000,
];

/** `12k` rather than `12 000`: iterations can be millions. */
function formatTick(value: number): string {
  if (Math.abs(value) >= 1e6) return `${value / 1e6}M`;
  if (Math.abs(value) >= 1e4) return `${value / 1e3}k`;
  return formatNumber(value);
}

const LEAST_Y_AXIS_PX = 44;
/** Width of a digit in the axis font. */
const CHARACTER_PX = 6.6;

function yAxis(formatY: (value: number) => string): uPlot.Axis {
  return {
    ...axisLook(),
    size: (_chart, labels) => Math.max(LEAST_Y_AXIS_PX, ...(labels ?? []).map((label) => label.length * CHARACTER_PX + 14)),
    space: 26,
    values: (_chart, ticks) => ticks.map((tick) => (tick === null ? '' : formatY(tick))),
  };
}

function selectZoom(chart: uPlot, onZoom: ((zoom: XRange | null) => void) | undefined): void {
  const { left, width } = chart.select;
  if (width < LEAST_DRAG_PX) return;
  chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  onZoom?.({ from: chart.posToVal(left, 'x'), to: chart.posToVal(left + width, 'x') });
}
