import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { queryKeys } from '../../api/query-keys.ts';
import type { StatisticsRange, WorkerStatisticsPoint } from '../../api/types.ts';
import { fetchWorkerStatistics } from '../../api/workers.ts';
import { ChartPanel } from '../../components/chart/chart-panel.tsx';
import { seriesColor } from '../../components/chart/palette.ts';
import type { ChartSeries } from '../../components/chart/types.ts';
import { QueryView } from '../../components/query-view.tsx';
import { EmptyState } from '../../components/states.tsx';
import { formatNumber } from '../../domain/format.ts';
import classes from './workers.module.css';

interface Measure {
  label: string;
  value: (point: WorkerStatisticsPoint) => number | null;
}

interface ChartSpec {
  title: string;
  measures: Measure[];
  format: (value: number) => string;
  percent?: boolean;
}

const HEIGHT = 170;
const percent = (value: number): string => `${formatNumber(value)} %`;
const gibibytes = (value: number): string => `${formatNumber(Number(value.toFixed(2)))} GiB`;
const toGiB = (mebibytes: number | null | undefined): number | null =>
  mebibytes === null || mebibytes === undefined ? null : mebibytes / 1024;

/** Processor, memory, network, disk and each GPU over time. */
export function WorkerCharts({ workerId, range }: { workerId: string; range: StatisticsRange }) {
  const query = useQuery({
    queryKey: queryKeys.workerStatistics(workerId, range),
    queryFn: ({ signal }) => fetchWorkerStatistics(workerId, range, signal),
    placeholderData: keepPreviousData,
  });
  return (
    <QueryView query={query}>
      {(points) => {
        if (points.length === 0) return <EmptyState icon="chart" title="No statistics in this range" />;
        return (
          <div className={classes.charts}>
            {chartsOf(points).map((chart) => (
              <ChartPanel
                key={chart.title}
                title={chart.title}
                xKind="date"
                height={HEIGHT}
                formatY={chart.format}
                series={toSeries(chart, points)}
                {...(chart.percent ? { yRange: [0, 100] as [number, number] } : {})}
              />
            ))}
          </div>
        );
      }}
    </QueryView>
  );
}

function chartsOf(points: WorkerStatisticsPoint[]): ChartSpec[] {
  const gpus = Array.from({ length: Math.max(0, ...points.map((point) => point.gpus?.length ?? 0)) }, (_, index) => index);
  const base: ChartSpec[] = [
    { title: 'CPU', format: percent, percent: true, measures: [{ label: 'CPU', value: ({ cpu }) => cpu }] },
    {
      title: 'Memory',
      format: gibibytes,
      measures: [
        { label: 'Used', value: (point) => toGiB(point.memoryUsed) },
        { label: 'Total', value: (point) => toGiB(point.memoryTotal) },
      ],
    },
    {
      title: 'Network',
      format: (value) => `${formatNumber(value)} MiB/s`,
      measures: [
        { label: 'Sent', value: ({ networkTx }) => networkTx },
        { label: 'Received', value: ({ networkRx }) => networkRx },
      ],
    },
    { title: 'Free disk', format: gibibytes, measures: [{ label: 'Free', value: ({ diskFree }) => diskFree }] },
  ];
  if (gpus.length === 0) return base;
  return [
    ...base,
    {
      title: 'GPU',
      format: percent,
      percent: true,
      measures: gpus.map((gpu) => ({ label: `GPU ${gpu}`, value: (point) => point.gpus?.[gpu]?.usage ?? null })),
    },
    {
      title: 'GPU memory',
      format: gibibytes,
      measures: gpus.map((gpu) => ({ label: `GPU ${gpu}`, value: (point) => toGiB(point.gpus?.[gpu]?.memoryUsed) })),
    },
  ];
}

function toSeries({ measures }: ChartSpec, points: WorkerStatisticsPoint[]): ChartSeries[] {
  const x = points.map(({ at }) => new Date(at).getTime());
  return measures.map(({ label, value }, index) => ({ key: label, label, color: seriesColor(index), x, y: points.map(value) }));
}
