import { SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { EmptyState } from '../../components/states.tsx';
import { type MetricFigure, type MetricName, metricKey, metricsOf, metricValue } from '../../domain/compare/last-metrics.ts';
import { comparedRow } from '../../domain/compare/sections.ts';
import { formatNumber } from '../../domain/format.ts';
import { objectiveLabel } from '../../domain/sweep/objectives.ts';
import { useScalarSettings } from '../task/scalars/scalar-settings.ts';
import { ScalarToolbar } from '../task/scalars/scalar-toolbar.tsx';
import classes from './compare.module.css';
import { CompareTable } from './compare-table.tsx';
import type { ComparedTask } from './compare-tabs.tsx';
import { MetricChart } from './metric-chart.tsx';

const VIEWS = [
  { value: 'graph', label: 'Graphs' },
  { value: 'last', label: 'Last values' },
  { value: 'min', label: 'Minima' },
  { value: 'max', label: 'Maxima' },
];

/** The curves of the tasks over each other, or their figures beside each other. */
export function ScalarsTab({ tasks }: { tasks: ComparedTask[] }) {
  const [search, setSearch] = useSearchParams();
  const view = search.get('view') ?? 'graph';
  const { settings, change } = useScalarSettings();
  const [filter, setFilter] = useState('');
  const metrics = useMemo(() => metricsOf(tasks), [tasks]);
  if (metrics.length === 0) return <EmptyState icon="chart" title="None of the tasks has reported scalars" />;
  const shown = metrics.filter((metric) => objectiveLabel(metric).toLowerCase().includes(filter.toLowerCase()));
  const setView = (next: string) => {
    search.set('view', next);
    setSearch(search, { replace: true });
  };
  return (
    <>
      <ScalarToolbar settings={settings} change={change} filter={filter} setFilter={setFilter} axesOnly>
        <SegmentedControl aria-label="View" ml="auto" data={VIEWS} value={view} onChange={setView} />
      </ScalarToolbar>
      {shown.length === 0 && <EmptyState icon="filter" title="No metric matches the filter" />}
      {view === 'graph' ? (
        <div className={classes.grid}>
          {shown.map((metric) => (
            <MetricChart
              key={`${metricKey(metric.title, metric.series)}-${settings.x}`}
              metric={metric}
              tasks={tasks}
              settings={settings}
            />
          ))}
        </div>
      ) : (
        shown.length > 0 && <Values tasks={tasks} metrics={shown} figure={view as MetricFigure} />
      )}
    </>
  );
}

const TITLES: Record<MetricFigure, string> = { last: 'Last values', min: 'Minima', max: 'Maxima' };

function Values({ tasks, metrics, figure }: { tasks: ComparedTask[]; metrics: MetricName[]; figure: MetricFigure }) {
  const rows = metrics.map((metric) => {
    const key = metricKey(metric.title, metric.series);
    const values = tasks.map((task) => metricValue(task, key, figure));
    return comparedRow(
      key,
      objectiveLabel(metric),
      values.map((value) => (value === null ? null : formatNumber(value))),
    );
  });
  return <CompareTable section={{ title: TITLES[figure], rows, figures: true }} tasks={tasks} onlyDifferences={false} />;
}
