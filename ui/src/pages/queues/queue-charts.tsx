import { SegmentedControl } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queryKeys } from '../../api/query-keys.ts';
import { fetchQueueMetrics } from '../../api/queues.ts';
import { ChartPanel } from '../../components/chart/chart-panel.tsx';
import { seriesColor } from '../../components/chart/palette.ts';
import { QueryView } from '../../components/query-view.tsx';
import { formatDuration } from '../../domain/format.ts';
import classes from './queues.module.css';

const RANGES = [
  { value: '3', label: '3 hours' },
  { value: '24', label: 'Day' },
  { value: '168', label: 'Week' },
];
const HEIGHT = 150;
/** Charts move on by themselves even when nothing happens in the queue. */
const RENEW_MS = 30_000;

/** How many tasks waited, and for how long. */
export function QueueCharts({ queueId }: { queueId: string }) {
  const [hours, setHours] = useState('3');
  const query = useQuery({
    queryKey: queryKeys.queueMetrics(queueId, Number(hours)),
    queryFn: ({ signal }) => fetchQueueMetrics(queueId, Number(hours), signal),
    placeholderData: keepPreviousData,
    refetchInterval: RENEW_MS,
  });
  return (
    <QueryView query={query}>
      {(points) => {
        const x = points.map(({ at }) => new Date(at).getTime());
        return (
          <div className={classes.charts}>
            <ChartPanel
              title="Tasks waiting"
              actions={<SegmentedControl aria-label="Range" data={RANGES} value={hours} onChange={setHours} />}
              xKind="date"
              height={HEIGHT}
              series={[{ key: 'waiting', label: 'Waiting', color: seriesColor(0), x, y: points.map(({ waiting }) => waiting) }]}
            />
            <ChartPanel
              title="Average wait"
              xKind="date"
              height={HEIGHT}
              formatY={(seconds) => formatDuration(seconds * 1000)}
              series={[
                {
                  key: 'wait',
                  label: 'Average wait',
                  color: seriesColor(1),
                  x,
                  y: points.map(({ averageWaitSeconds }) => averageWaitSeconds),
                },
              ]}
            />
          </div>
        );
      }}
    </QueryView>
  );
}
