import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queryKeys } from '../../../api/query-keys.ts';
import { fetchPlots } from '../../../api/task-results.ts';
import type { Task } from '../../../api/types.ts';
import { Icon } from '../../../components/icon.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { EmptyState } from '../../../components/states.tsx';
import classes from '../task-page.module.css';
import { PlotCard } from './plot-card.tsx';
import styles from './plots.module.css';

/** Figures by metric and variant, each with its history. */
export function PlotsTab({ task }: { task: Task }) {
  const [filter, setFilter] = useState('');
  const query = useQuery({
    queryKey: queryKeys.taskPart(task.id, 'plots'),
    queryFn: ({ signal }) => fetchPlots(task.id, signal),
  });
  return (
    <QueryView query={query}>
      {(plots) => {
        if (plots.length === 0) {
          return (
            <EmptyState icon="chart" title="No plots">
              Figures of matplotlib and Plotly, tables, histograms and confusion matrices appear here as they are reported.
            </EmptyState>
          );
        }
        const shown = plots.filter(({ metric, variant }) =>
          `${metric} / ${variant}`.toLowerCase().includes(filter.toLowerCase()),
        );
        return (
          <div className={classes.stack}>
            <TextInput
              aria-label="Filter plots"
              placeholder="Filter plots"
              leftSection={<Icon name="filter" size={13} />}
              w={240}
              value={filter}
              onChange={(event) => setFilter(event.currentTarget.value)}
            />
            <div className={styles.grid}>
              {shown.map((plot) => (
                <PlotCard key={JSON.stringify([plot.metric, plot.variant])} taskId={task.id} entry={plot} />
              ))}
            </div>
            {shown.length === 0 && <EmptyState icon="filter" title="No plot matches the filter" />}
          </div>
        );
      }}
    </QueryView>
  );
}
