import { SegmentedControl } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { fetchScalerSamples } from '../../api/autoscalers.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { ChartPanel } from '../../components/chart/chart-panel.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { formatCount, formatMoney } from '../../domain/format.ts';
import classes from './autoscaler-page.module.css';
import { costSeries, fromZero, machineSeries } from './sample-series.ts';

const RANGES = [
  { value: '3600', label: 'Hour' },
  { value: '21600', label: '6 hours' },
  { value: '86400', label: 'Day' },
  { value: '604800', label: 'Week' },
];
/** Charts move on by themselves even when nothing happens. */
const RENEW_MS = 30_000;

/** Tasks that waited, machines by what they did, and what they cost, over time. */
export function ScalerCharts({ scalerId }: { scalerId: string }) {
  const [range, setRange] = useState('3600');
  const query = useQuery({
    queryKey: queryKeys.autoscalerGraph(scalerId, Number(range)),
    queryFn: ({ signal }) => fetchScalerSamples(scalerId, Number(range), signal),
    placeholderData: keepPreviousData,
    refetchInterval: RENEW_MS,
  });
  const machines = useMemo(() => machineSeries(query.data ?? []), [query.data]);
  const cost = useMemo(() => costSeries(query.data ?? []), [query.data]);
  return (
    <QueryView query={query}>
      {() => (
        <div className={classes.charts}>
          <ChartPanel
            title="Tasks and machines"
            actions={<SegmentedControl aria-label="Range" data={RANGES} value={range} onChange={setRange} />}
            xKind="date"
            height={200}
            formatY={formatCount}
            yRange={fromZero(machines)}
            series={machines}
          />
          <ChartPanel
            title="Dollars per hour"
            xKind="date"
            height={125}
            formatY={formatMoney}
            yRange={fromZero(cost)}
            series={cost}
          />
        </div>
      )}
    </QueryView>
  );
}
