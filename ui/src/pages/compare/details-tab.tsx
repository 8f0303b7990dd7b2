import { Switch } from '@mantine/core';
import { useMemo } from 'react';
import { compareDetails } from '../../domain/compare/sections.ts';
import classes from './compare.module.css';
import { CompareTable } from './compare-table.tsx';
import type { ComparedTask } from './compare-tabs.tsx';
import { useOnlyDifferences } from './use-only-differences.ts';

/** Source, packages, container and configuration side by side. */
export function DetailsTab({ tasks }: { tasks: ComparedTask[] }) {
  const { onlyDifferences, setOnlyDifferences } = useOnlyDifferences();
  const sections = useMemo(() => compareDetails(tasks), [tasks]);
  const shown = onlyDifferences ? sections.filter(({ rows }) => rows.some(({ differs }) => differs)) : sections;
  return (
    <>
      <div className={classes.tools}>
        <Switch
          label="Only differences"
          checked={onlyDifferences}
          onChange={(event) => setOnlyDifferences(event.currentTarget.checked)}
        />
        {shown.length === 0 && <span className="dim">The tasks do not differ in what they run.</span>}
      </div>
      {shown.map((section) => (
        <CompareTable key={section.title} section={section} tasks={tasks} onlyDifferences={onlyDifferences} />
      ))}
    </>
  );
}
