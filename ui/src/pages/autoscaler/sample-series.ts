import type { ScalerSampleView } from '../../../../workflows/contracts/autoscaler-api.ts';
import { seriesColor } from '../../components/chart/palette.ts';
import type { ChartSeries } from '../../components/chart/types.ts';

type Figure = Exclude<keyof ScalerSampleView, 'at'>;

const curve = (samples: ScalerSampleView[], key: Figure, label: string, color: number): ChartSeries => ({
  key,
  label,
  color: seriesColor(color),
  x: samples.map(({ at }) => Date.parse(at)),
  y: samples.map((sample) => sample[key]),
});

/** Waiting tasks, and machines by what they do, in the colours that their states have elsewhere. */
export const machineSeries = (samples: ScalerSampleView[]): ChartSeries[] => [
  curve(samples, 'waiting', 'Tasks waiting', 1),
  curve(samples, 'busy', 'Busy machines', 0),
  curve(samples, 'idle', 'Idle machines', 2),
  curve(samples, 'starting', 'Starting machines', 5),
];

export const costSeries = (samples: ScalerSampleView[]): ChartSeries[] => [curve(samples, 'costPerHour', 'Dollars per hour', 4)];

/** Counts and costs are seen from zero; some room is left above the highest. */
export const fromZero = (series: ChartSeries[]): [number, number] => [
  0,
  Math.max(1, ...series.flatMap(({ y }) => y.map((value) => value ?? 0))) * 1.08,
];
