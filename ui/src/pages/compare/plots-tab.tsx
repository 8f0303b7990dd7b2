import { SegmentedControl, TextInput } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { queryKeys } from '../../api/query-keys.ts';
import { fetchPlots } from '../../api/task-results.ts';
import { Icon } from '../../components/icon.tsx';
import { EmptyState, LoadingState } from '../../components/states.tsx';
import { plotGroups } from '../../domain/compare/plot-groups.ts';
import classes from './compare.module.css';
import type { ComparedTask } from './compare-tabs.tsx';
import { PlotComparison } from './plot-comparison.tsx';

/** The figures of the tasks by metric and variant: beside each other, or over each other where their kind allows it. */
export function PlotsTab({ tasks }: { tasks: ComparedTask[] }) {
  const [filter, setFilter] = useState('');
  const [overlay, setOverlay] = useState(false);
  const results = useQueries({
    queries: tasks.map(({ id }) => ({
      queryKey: queryKeys.taskPart(id, 'plots'),
      queryFn: ({ signal }: { signal: AbortSignal }) => fetchPlots(id, signal),
    })),
  });
  if (results.some(({ isLoading }) => isLoading)) return <LoadingState />;
  const groups = plotGroups(tasks.map((task, index) => ({ task: task.id, plots: results[index]?.data ?? [] })));
  if (groups.length === 0) return <EmptyState icon="chart" title="None of the tasks has plots" />;
  const shown = groups.filter(({ title }) => title.toLowerCase().includes(filter.toLowerCase()));
  return (
    <>
      <div className={classes.tools}>
        <TextInput
          aria-label="Filter plots"
          placeholder="Filter plots"
          leftSection={<Icon name="filter" size={13} />}
          w={240}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
        <SegmentedControl
          aria-label="View"
          data={[
            { value: 'side', label: 'Side by side' },
            { value: 'overlay', label: 'Over each other' },
          ]}
          value={overlay ? 'overlay' : 'side'}
          onChange={(value) => setOverlay(value === 'overlay')}
        />
      </div>
      {shown.length === 0 && <EmptyState icon="filter" title="No plot matches the filter" />}
      {shown.map((group) => (
        <PlotComparison key={group.key} group={group} tasks={tasks} overlay={overlay} />
      ))}
    </>
  );
}
