import { useLocalStorage } from '@mantine/hooks';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { RunSummary } from '../../../../../workflows/contracts/pipeline-api.ts';
import type { Column, Sort } from '../../../components/data-table/types.ts';
import { filterRuns, type RunFilters, sortRuns } from '../../../domain/pipelines/run-table.ts';
import { runColumns } from './run-columns.tsx';

interface ViewSettings extends RunFilters {
  archived: boolean;
  sort: Sort;
}

const DEFAULT_SORT = '-number';

/** What a table of runs shows; it stands in the address. */
export function useViewSettings(): { settings: ViewSettings; change: (part: Partial<ViewSettings>) => void } {
  const [parameters, setParameters] = useSearchParams();
  const settings = useMemo(() => parse(parameters), [parameters]);
  const change = (part: Partial<ViewSettings>) =>
    setParameters(serialize({ ...settings, ...part }), { replace: 'search' in part });
  return { settings, change };
}

function parse(parameters: URLSearchParams): ViewSettings {
  const sort = parameters.get('sort') ?? DEFAULT_SORT;
  return {
    search: parameters.get('q') ?? '',
    status: parameters.getAll('status'),
    archived: parameters.get('archived') === '1',
    sort: sort.startsWith('-') ? { key: sort.slice(1), descending: true } : { key: sort, descending: false },
  };
}

function serialize({ search, status, archived, sort }: ViewSettings): URLSearchParams {
  const parameters = new URLSearchParams();
  const sortText = `${sort.descending ? '-' : ''}${sort.key}`;
  if (search) parameters.set('q', search);
  for (const one of status) parameters.append('status', one);
  if (archived) parameters.set('archived', '1');
  if (sortText !== DEFAULT_SORT) parameters.set('sort', sortText);
  return parameters;
}

interface RunRows {
  rows: RunSummary[];
  /** All that the runs have, and those that are shown. */
  all: Column<RunSummary>[];
  columns: Column<RunSummary>[];
  hidden: string[];
  setHidden: (keys: string[]) => void;
}

/** The rows and columns to draw. Which columns are hidden is kept in this browser. */
export function useRunRows(runs: RunSummary[], settings: ViewSettings): RunRows {
  const [hidden, setHidden] = useLocalStorage<string[]>({
    key: 'perdura.hidden-run-columns',
    defaultValue: [],
    getInitialValueInEffect: false,
  });
  const all = useMemo(() => runColumns(runs), [runs]);
  const columns = useMemo(() => all.filter(({ key }) => !hidden.includes(key)), [all, hidden]);
  const rows = useMemo(() => sortRuns(filterRuns(runs, settings), settings.sort), [runs, settings]);
  return { rows, all, columns, hidden, setHidden };
}
