import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useMemo, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { type AlignedCurves, alignCurves } from '../../domain/align-series.ts';
import { formatNumber } from '../../domain/format.ts';
import classes from './chart.module.css';
import { chartOptions } from './chart-options.ts';
import type { ChartSeries, XKind, XRange } from './types.ts';

export interface LineChartProps {
  /** Says to a screen reader what is drawn. */
  label: string;
  series: ChartSeries[];
  xKind: XKind;
  height?: number;
  logScale?: boolean;
  yRange?: [number, number];
  formatY?: (value: number) => string;
  zoom?: XRange | null;
  /** Told the dragged range, and null at a double click. */
  onZoom?: (zoom: XRange | null) => void;
}

/** Curves over numbers or time. New data is put into the chart; new curves, scales or colours make a new one. */
export function LineChart({
  label,
  series,
  xKind,
  height = 220,
  logScale = false,
  yRange,
  formatY = formatNumber,
  zoom = null,
  onZoom,
}: LineChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const scheme = useComputedColorScheme();
  const data = useMemo(() => toColumns(alignCurves(series), series, logScale), [series, logScale]);
  const latest = useRef({ series, data, onZoom, formatY });
  latest.current = { series, data, onZoom, formatY };
  const shape = JSON.stringify([
    series.map((one) => [one.key, one.color, one.faint, !!one.min, one.x.length === 1]),
    xKind,
    logScale,
    yRange,
    zoom,
    height,
    scheme,
  ]);

  // `shape` stands for everything that the options are made of
  useEffect(() => {
    const element = frame.current!;
    const options = chartOptions({
      ...latest.current,
      xKind,
      logScale,
      yRange,
      zoom,
      height,
      width: element.clientWidth,
    });
    const made = new uPlot(options, latest.current.data, element);
    chart.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      chart.current = null;
    };
  }, [shape]);

  useEffect(() => chart.current?.setData(data), [data]);

  return (
    <div
      ref={frame}
      role="img"
      aria-label={label}
      className={classes.chart}
      style={{ height }}
      onDoubleClick={() => onZoom?.(null)}
    />
  );
}

function toColumns({ x, curves }: AlignedCurves, series: ChartSeries[], logScale: boolean): uPlot.AlignedData {
  const clean = logScale ? positive : (values: (number | null)[]) => values;
  const columns = curves.flatMap(({ y, min, max }, index) =>
    series[index]!.min && min && max ? [clean(y), clean(min), clean(max)] : [clean(y)],
  );
  return [x, ...columns];
}

/** A logarithmic axis has no place for zero and less. */
const positive = (values: (number | null)[]): (number | null)[] =>
  values.map((value) => (value !== null && value > 0 ? value : null));
