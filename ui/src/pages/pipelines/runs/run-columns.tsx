import { Link } from 'react-router';
import type { RunSummary } from '../../../../../workflows/contracts/pipeline-api.ts';
import type { Column } from '../../../components/data-table/types.ts';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { StepBar } from '../../../components/step-bar.tsx';
import { TagList } from '../../../components/tag-list.tsx';
import { Elapsed, TimeAgo } from '../../../components/time.tsx';
import { formatNumber } from '../../../domain/format.ts';
import { toText } from '../../../domain/pipelines/parameter-input.ts';
import { metricNames, parameterNames } from '../../../domain/pipelines/run-table.ts';

const NUMBER: Column<RunSummary> = {
  key: 'number',
  title: 'RUN',
  width: 64,
  sortable: true,
  render: ({ id, number, name }) => (
    <Link to={`/pipelines/runs/${id}`} tabIndex={-1} title={name}>
      #{number}
    </Link>
  ),
};

/** Only of use where runs were given names of their own. */
const NAME: Column<RunSummary> = {
  key: 'name',
  title: 'NAME',
  width: 130,
  grow: 2,
  sortable: true,
  render: ({ name }) => <span title={name}>{name}</span>,
};

const BASE: Column<RunSummary>[] = [
  { key: 'version', title: 'VERSION', width: 78, sortable: true, render: ({ version }) => version },
  { key: 'tags', title: 'TAGS', width: 92, grow: 1, render: ({ tags }) => <TagList tags={tags} /> },
  {
    key: 'status',
    title: 'STATUS',
    width: 104,
    sortable: true,
    render: ({ status, statusReason }) => (
      <span title={statusReason}>
        <StatusBadge status={status} />
      </span>
    ),
  },
  { key: 'steps', title: 'STEPS', width: 150, render: ({ steps }) => <StepBar counts={steps} /> },
  { key: 'user', title: 'USER', width: 108, sortable: true, render: ({ user }) => user },
  { key: 'started', title: 'STARTED', width: 80, sortable: true, render: ({ started }) => <TimeAgo short value={started} /> },
  {
    key: 'runtime',
    title: 'RUN TIME',
    width: 100,
    align: 'right',
    sortable: true,
    render: ({ started, completed, status }) => <Elapsed start={started} end={status === 'in_progress' ? null : completed} />,
  },
];

const UPDATED: Column<RunSummary> = {
  key: 'updated',
  title: 'UPDATED',
  width: 80,
  sortable: true,
  render: ({ updated }) => <TimeAgo short value={updated} />,
};

/** The columns of every table of runs, then one for each parameter and each metric that a run has. */
export function runColumns(runs: RunSummary[]): Column<RunSummary>[] {
  const parameters = parameterNames(runs).map(
    (name): Column<RunSummary> => ({
      key: `parameter:${name}`,
      title: name,
      width: widthFor(name, 92),
      grow: 1,
      sortable: true,
      render: (run) => <Value value={run.parameters[name]} />,
    }),
  );
  const metrics = metricNames(runs).map(
    (name): Column<RunSummary> => ({
      key: `metric:${name}`,
      title: name,
      width: widthFor(name, 92),
      align: 'right',
      sortable: true,
      render: ({ metrics: values }) => (values?.[name] === undefined ? null : formatNumber(values[name])),
    }),
  );
  const updated = runs.some((run) => run.updated) ? [UPDATED] : [];
  const names = new Set(runs.map(({ name }) => name)).size > 1 ? [NAME] : [];
  return [NUMBER, ...names, ...BASE, ...updated, ...metrics, ...parameters];
}

/** So that the heading can be read, in pixels. */
const widthFor = (title: string, least: number): number => Math.max(least, Math.min(210, title.length * 6.6 + 34));

/** Columns that can be hidden. */
export const isOptional = ({ key }: { key: string }): boolean => key !== 'number' && key !== 'status';

function Value({ value }: { value: unknown }) {
  if (value === undefined || value === null) return <span className="dim">–</span>;
  const text = toText(value);
  return (
    <span className="mono" title={text}>
      {text}
    </span>
  );
}
