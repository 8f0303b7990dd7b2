import type uPlot from 'uplot';
import { formatDateTime, formatDuration, formatNumber } from '../../domain/format.ts';
import classes from './chart.module.css';
import type { ChartSeries, XKind } from './types.ts';

interface TooltipInput {
  series: ChartSeries[];
  xKind: XKind;
  formatY: (value: number) => string;
}

interface Reading {
  label: string;
  color: string;
  value: number;
  distance: number;
}

/** With hundreds of curves only those nearest to the pointer are listed. */
const MOST_READINGS = 8;

/** Values of the curves under the pointer. Drawn by hand, because it follows every mouse move. */
export function tooltipPlugin({ series, xKind, formatY }: TooltipInput): uPlot.Plugin {
  const box = document.createElement('div');
  box.className = classes.tooltip!;
  box.hidden = true;
  return {
    hooks: {
      init: [(chart) => chart.over.append(box)],
      setCursor: [(chart) => show(chart)],
    },
  };

  function show(chart: uPlot): void {
    const { left = -1, top = 0 } = chart.cursor;
    const readings = left < 0 ? [] : readingsAt(chart, series, left, top);
    box.hidden = readings.length === 0;
    if (box.hidden) return;
    box.replaceChildren(heading(chart, xKind, left), ...readings.map((reading) => row(reading, formatY)));
    const onLeft = left > chart.over.clientWidth / 2;
    box.style.left = onLeft ? '' : `${left + 14}px`;
    box.style.right = onLeft ? `${chart.over.clientWidth - left + 14}px` : '';
    box.style.top = `${Math.max(0, Math.min(top, chart.over.clientHeight - box.clientHeight))}px`;
  }
}

function readingsAt(chart: uPlot, series: ChartSeries[], left: number, top: number): Reading[] {
  const readings: Reading[] = [];
  let column = 1;
  for (const one of series) {
    const value = one.faint ? null : nearestValue(chart, column, left);
    if (value !== null)
      readings.push({ label: one.label, color: one.color, value, distance: Math.abs(chart.valToPos(value, 'y') - top) });
    column += one.min && one.max ? 3 : 1;
  }
  const nearest = readings.sort((a, b) => a.distance - b.distance).slice(0, MOST_READINGS);
  return nearest.sort((a, b) => b.value - a.value);
}

/** A curve need not have a point at the pointer's x: the closest one of its own counts. */
function nearestValue(chart: uPlot, column: number, left: number): number | null {
  const values = chart.data[column] as (number | null)[];
  const middle = chart.posToIdx(left);
  for (let offset = 0; offset <= values.length; offset += 1) {
    const value = values[middle - offset] ?? values[middle + offset] ?? null;
    if (value !== null) return value;
  }
  return null;
}

function heading(chart: uPlot, xKind: XKind, left: number): HTMLElement {
  const x = chart.data[0][chart.posToIdx(left)]!;
  const line = document.createElement('div');
  line.className = classes.tooltipHead!;
  line.textContent = xKind === 'date' ? formatDateTime(new Date(x)) : xKind === 'duration' ? formatDuration(x) : formatNumber(x);
  return line;
}

function row({ label, color, value }: Reading, formatY: (value: number) => string): HTMLElement {
  const line = document.createElement('div');
  line.className = classes.tooltipRow!;
  const mark = document.createElement('i');
  mark.style.background = color;
  const name = document.createElement('span');
  name.textContent = label;
  const figure = document.createElement('b');
  figure.textContent = formatY(value);
  line.append(mark, name, figure);
  return line;
}
