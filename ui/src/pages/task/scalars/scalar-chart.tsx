import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { queryKeys } from '../../../api/query-keys.ts';
import { fetchScalars } from '../../../api/task-results.ts';
import { Legend } from '../../../components/chart/legend.tsx';
import { LineChart } from '../../../components/chart/line-chart.tsx';
import type { XRange } from '../../../components/chart/types.ts';
import { WhenVisible } from '../../../components/chart/when-visible.tsx';
import { Panel } from '../../../components/panel.tsx';
import type { ScalarGroup } from '../../../domain/scalar-groups.ts';
import { chartSeries, seriesKey } from './chart-series.ts';
import { SCALAR_X_KINDS, type ScalarSettings, type ScalarX } from './scalar-settings.ts';

const HEIGHT = 230;
/** A zoomed chart asks for buckets this fine: what is left after that is raw points. */
const ZOOM_SAMPLES = 2000;

interface ScalarChartProps {
  taskId: string;
  group: ScalarGroup;
  settings: ScalarSettings;
  /** First timestamp of the task, from which relative time counts. */
  start: number;
}

/** The curves of one group. A drag zooms in and fetches the range anew, a double click zooms out. */
export function ScalarChart({ taskId, group, settings, start }: ScalarChartProps) {
  const [zoom, setZoom] = useState<XRange | null>(null);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const offset = settings.x === 'time' ? start : 0;
  const zoomed = useZoomed(taskId, group, settings.x, zoom, offset);
  const curves = useMemo(
    () => chartSeries(group.series, zoomed, { smoothing: settings.smoothing, offset }),
    [group.series, zoomed, settings.smoothing, offset],
  );
  const shown = curves.filter(({ source }) => !hidden.has(source));
  const names = useMemo(
    () => curves.filter(({ faint }) => !faint).map(({ source, label, color }) => ({ key: source, label, color })),
    [curves],
  );
  return (
    <Panel
      title={<span className="truncate">{group.title}</span>}
      actions={
        zoom && (
          <Button size="compact-xs" variant="light" onClick={() => setZoom(null)}>
            Reset zoom
          </Button>
        )
      }
      flush
    >
      <WhenVisible height={HEIGHT}>
        <LineChart
          label={`Chart of ${group.title}`}
          series={shown}
          xKind={SCALAR_X_KINDS[settings.x]}
          height={HEIGHT}
          logScale={settings.logScale}
          zoom={zoom}
          onZoom={setZoom}
        />
      </WhenVisible>
      {names.length > 0 && <Legend series={names} hidden={hidden} onChange={setHidden} />}
    </Panel>
  );
}

/** The curves of the group in the zoomed range, finer than the overview; null while not zoomed or not there yet. */
function useZoomed(taskId: string, group: ScalarGroup, x: ScalarX, zoom: XRange | null, offset: number) {
  const key = x === 'iteration' ? 'iter' : 'timestamp';
  const range = zoom && { from: Math.floor(zoom.from + offset), to: Math.ceil(zoom.to + offset) };
  const { data } = useQuery({
    queryKey: queryKeys.taskPart(taskId, 'scalars', key, group.metric, range),
    queryFn: ({ signal }) => fetchScalars(taskId, { key, samples: ZOOM_SAMPLES, metric: group.metric, ...range }, signal),
    enabled: range !== null,
    placeholderData: keepPreviousData,
  });
  if (!range || !data) return null;
  return new Map(data.map((series) => [seriesKey(series), series]));
}
