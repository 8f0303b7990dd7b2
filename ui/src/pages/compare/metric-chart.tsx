import { Button } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { queryKeys } from '../../api/query-keys.ts';
import { fetchScalars } from '../../api/task-results.ts';
import type { ScalarSeries } from '../../api/types.ts';
import { Legend } from '../../components/chart/legend.tsx';
import { LineChart } from '../../components/chart/line-chart.tsx';
import type { XRange } from '../../components/chart/types.ts';
import { WhenVisible } from '../../components/chart/when-visible.tsx';
import { EmptyNote } from '../../components/empty-note.tsx';
import { Panel } from '../../components/panel.tsx';
import type { MetricName } from '../../domain/compare/last-metrics.ts';
import { objectiveLabel } from '../../domain/sweep/objectives.ts';
import { chartSeries } from '../task/scalars/chart-series.ts';
import { SCALAR_X_KINDS, type ScalarSettings } from '../task/scalars/scalar-settings.ts';
import type { ComparedTask } from './compare-tabs.tsx';

interface MetricChartProps {
  metric: MetricName;
  tasks: ComparedTask[];
  settings: ScalarSettings;
}

const HEIGHT = 230;
/** With a hundred curves in one chart finer ones could not be told apart. */
const SAMPLES = 400;

/** One metric and variant, a curve for each task. A drag zooms in, a double click out. */
export function MetricChart({ metric, tasks, settings }: MetricChartProps) {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [zoom, setZoom] = useState<XRange | null>(null);
  const label = objectiveLabel(metric);
  return (
    <Panel
      title={<span className="truncate">{label}</span>}
      flush
      actions={
        zoom && (
          <Button size="compact-xs" variant="light" onClick={() => setZoom(null)}>
            Reset zoom
          </Button>
        )
      }
    >
      <WhenVisible height={HEIGHT}>
        <Curves
          metric={metric}
          tasks={tasks.filter(({ id }) => !hidden.has(id))}
          settings={settings}
          label={`Chart of ${label}`}
          zoom={zoom}
          onZoom={setZoom}
        />
      </WhenVisible>
      <Legend
        series={tasks.map(({ id, name, color }) => ({ key: id, label: name, color }))}
        hidden={hidden}
        onChange={setHidden}
      />
    </Panel>
  );
}

interface CurvesProps extends MetricChartProps {
  label: string;
  zoom: XRange | null;
  onZoom: (zoom: XRange | null) => void;
}

function Curves({ metric, tasks, settings, label, zoom, onZoom }: CurvesProps) {
  const key = settings.x === 'iteration' ? 'iter' : 'timestamp';
  const results = useQueries({
    queries: tasks.map(({ id }) => ({
      queryKey: queryKeys.taskPart(id, 'scalars', key, metric.title, SAMPLES),
      queryFn: ({ signal }: { signal: AbortSignal }) => fetchScalars(id, { key, samples: SAMPLES, metric: metric.title }, signal),
    })),
    combine: (all) => all.map(({ data }) => data),
  });
  const series = useMemo(
    () =>
      tasks.flatMap((task, index) => {
        const one = results[index]?.find(({ variant }) => variant === metric.series);
        return one ? taskCurves(task, one, settings) : [];
      }),
    [tasks, results, metric.series, settings.smoothing, settings.x],
  );
  if (series.length === 0 && results.every((one) => one !== undefined))
    return <EmptyNote text="No curve: it was reported as a single value, which stands among the last values." />;
  return (
    <LineChart
      label={label}
      series={series}
      xKind={SCALAR_X_KINDS[settings.x]}
      height={HEIGHT}
      logScale={settings.logScale}
      zoom={zoom}
      onZoom={onZoom}
    />
  );
}

/** Bands of several tasks would only hide each other, so that each has its line alone. */
function taskCurves({ id, name, color }: ComparedTask, one: ScalarSeries, { smoothing, x }: ScalarSettings) {
  const offset = x === 'time' ? (one.x[0] ?? 0) : 0;
  return chartSeries([one], null, { smoothing, offset }).map(({ min: _min, max: _max, key, ...curve }) => ({
    ...curve,
    key: `${id}-${key}`,
    label: name,
    color,
  }));
}
