import { SegmentedControl, Switch } from '@mantine/core';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { EmptyState } from '../../components/states.tsx';
import { compareParameters } from '../../domain/compare/compare-parameters.ts';
import classes from './compare.module.css';
import { CompareTable } from './compare-table.tsx';
import type { ComparedTask } from './compare-tabs.tsx';
import { ParameterParallel } from './parameter-parallel.tsx';
import { ParameterScatter } from './parameter-scatter.tsx';
import { useOnlyDifferences } from './use-only-differences.ts';

const VIEWS = [
  { value: 'values', label: 'Table' },
  { value: 'graph', label: 'Parallel coordinates' },
  { value: 'scatter', label: 'Scatter' },
];

/** The parameters of the tasks: as a table, as lines through all of them, or one against a metric. */
export function HyperParametersTab({ tasks }: { tasks: ComparedTask[] }) {
  const [search, setSearch] = useSearchParams();
  const view = search.get('view') ?? 'values';
  const { onlyDifferences, setOnlyDifferences } = useOnlyDifferences();
  const sections = useMemo(() => compareParameters(tasks), [tasks]);
  if (sections.length === 0) return <EmptyState icon="compare" title="None of the tasks has parameters" />;
  const change = (next: string) => {
    search.set('view', next);
    setSearch(search, { replace: true });
  };
  return (
    <>
      <div className={classes.tools}>
        <SegmentedControl aria-label="View" data={VIEWS} value={view} onChange={change} />
        {view === 'values' && (
          <Switch
            label="Only differences"
            checked={onlyDifferences}
            onChange={(event) => setOnlyDifferences(event.currentTarget.checked)}
          />
        )}
      </div>
      {view === 'graph' && <ParameterParallel tasks={tasks} />}
      {view === 'scatter' && <ParameterScatter tasks={tasks} />}
      {view === 'values' &&
        sections.map((section) => (
          <CompareTable key={section.title} section={section} tasks={tasks} onlyDifferences={onlyDifferences} />
        ))}
    </>
  );
}
