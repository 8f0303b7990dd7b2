import { SegmentedControl } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queryKeys } from '../../api/query-keys.ts';
import type { FleetPoint, StatisticsRange } from '../../api/types.ts';
import { fetchFleet } from '../../api/workers.ts';
import { ChartPanel } from '../../components/chart/chart-panel.tsx';
import { seriesColor } from '../../components/chart/palette.ts';
import type { ChartSeries } from '../../components/chart/types.ts';
import { formatCount, formatNumber } from '../../domain/format.ts';
import { RANGES } from './ranges.ts';
import classes from './workers.module.css';

const HEIGHT = 130;
const REFRESH_MILLISECONDS = 60_000;

/** How many workers there were and had work, and how busy their processors and GPUs were. Nothing before there are figures. */
export function FleetCharts() {
  const [range, setRange] = useState<StatisticsRange>('3h');
  const { data: points = [] } = useQuery({
    queryKey: queryKeys.fleet(range),
    queryFn: ({ signal }) => fetchFleet(range, signal),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MILLISECONDS,
  });
  if (points.length === 0) return null;
  const control = (
    <SegmentedControl
      size="xs"
      aria-label="Range"
      data={RANGES}
      value={range}
      onChange={(value) => setRange(value as StatisticsRange)}
    />
  );
  return (
    <div className={classes.fleet}>
      <ChartPanel
        title="Workers"
        xKind="date"
        height={HEIGHT}
        formatY={formatCount}
        series={[curve(points, 'Registered', 0, 'workers'), curve(points, 'Working', 1, 'working')]}
      />
      <ChartPanel
        title="Utilisation"
        actions={control}
        xKind="date"
        height={HEIGHT}
        yRange={[0, 100]}
        formatY={(value) => `${formatNumber(value)} %`}
        series={[
          curve(points, 'CPU', 0, 'cpu'),
          ...(points.some(({ gpu }) => gpu !== null) ? [curve(points, 'GPU', 1, 'gpu')] : []),
        ]}
      />
    </div>
  );
}

const curve = (points: FleetPoint[], label: string, color: number, key: keyof FleetPoint): ChartSeries => ({
  key: label,
  label,
  color: seriesColor(color),
  x: points.map(({ at }) => at),
  y: points.map((point) => point[key]),
});
