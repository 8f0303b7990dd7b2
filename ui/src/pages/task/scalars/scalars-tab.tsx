import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { queryKeys } from '../../../api/query-keys.ts';
import { fetchScalars } from '../../../api/task-results.ts';
import type { ScalarSeries, Task } from '../../../api/types.ts';
import { QueryView } from '../../../components/query-view.tsx';
import { EmptyState } from '../../../components/states.tsx';
import { groupScalars } from '../../../domain/scalar-groups.ts';
import classes from '../task-page.module.css';
import { ScalarChart } from './scalar-chart.tsx';
import { useScalarSettings } from './scalar-settings.ts';
import { ScalarToolbar } from './scalar-toolbar.tsx';
import { ScalarValues } from './scalar-values.tsx';
import styles from './scalars.module.css';
import { SingleValues } from './single-values.tsx';

/** More buckets than a chart has pixels would be for nothing; a zoom asks for finer ones. */
const SAMPLES = 800;

export function ScalarsTab({ task }: { task: Task }) {
  const { settings, change } = useScalarSettings();
  const [filter, setFilter] = useState('');
  const key = settings.x === 'iteration' ? 'iter' : 'timestamp';
  const query = useQuery({
    queryKey: queryKeys.taskPart(task.id, 'scalars', key),
    queryFn: ({ signal }) => fetchScalars(task.id, { key, samples: SAMPLES }, signal),
  });
  return (
    <div className={classes.stack}>
      <ScalarToolbar settings={settings} change={change} filter={filter} setFilter={setFilter} />
      <SingleValues taskId={task.id} />
      <QueryView query={query}>
        {(series) =>
          series.length === 0 ? (
            <EmptyState icon="chart" title="No scalars">
              Values reported with <code>Logger.report_scalar()</code>, TensorBoard or a training library are drawn here as they
              come.
            </EmptyState>
          ) : settings.view === 'values' ? (
            <ScalarValues series={matching(series, filter)} />
          ) : (
            <Charts task={task} series={series} filter={filter} settings={settings} />
          )
        }
      </QueryView>
    </div>
  );
}

interface ChartsProps {
  task: Task;
  series: ScalarSeries[];
  filter: string;
  settings: ReturnType<typeof useScalarSettings>['settings'];
}

function Charts({ task, series, filter, settings }: ChartsProps) {
  const groups = useMemo(() => groupScalars(matching(series, filter), settings.grouping), [series, filter, settings.grouping]);
  const start = useMemo(() => series.reduce((least, { x }) => Math.min(least, x[0] ?? Infinity), Infinity), [series]);
  if (groups.length === 0) return <EmptyState icon="filter" title="No metric matches the filter" />;
  return (
    <div className={styles.grid}>
      {groups.map((group) => (
        <ScalarChart key={`${group.key}-${settings.x}`} taskId={task.id} group={group} settings={settings} start={start} />
      ))}
    </div>
  );
}

function matching(series: ScalarSeries[], filter: string): ScalarSeries[] {
  const wanted = filter.toLowerCase();
  return series.filter(({ metric, variant }) => `${metric} / ${variant}`.toLowerCase().includes(wanted));
}
