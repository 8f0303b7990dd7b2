import { Link } from 'react-router';
import type { TaskRow } from '../../api/types.ts';
import type { Column } from '../../components/data-table/types.ts';
import { StatusBadge } from '../../components/status-badge.tsx';
import { TagList } from '../../components/tag-list.tsx';
import { Elapsed, TimeAgo } from '../../components/time.tsx';
import { formatCount, formatDuration } from '../../domain/format.ts';

/** All columns of the task table; the project column is of no use inside a project. */
export const TASK_COLUMNS: Column<TaskRow>[] = [
  { key: 'type', title: 'TYPE', width: 80, sortable: true, render: (task) => <span className="dim">{task.type}</span> },
  { key: 'name', title: 'NAME', width: 160, grow: 3, sortable: true, render: (task) => <TaskLink task={task} /> },
  { key: 'tags', title: 'TAGS', width: 92, grow: 1, render: (task) => <TagList tags={task.tags ?? []} /> },
  {
    key: 'status',
    title: 'STATUS',
    width: 104,
    sortable: true,
    render: (task) => <StatusBadge status={task.status} message={task.status_message} />,
  },
  { key: 'project', title: 'PROJECT', width: 84, grow: 1, render: (task) => <ProjectLink task={task} /> },
  { key: 'user', title: 'USER', width: 108, render: (task) => task.user?.name ?? '' },
  { key: 'started', title: 'STARTED', width: 74, sortable: true, render: (task) => <TimeAgo short value={task.started} /> },
  {
    key: 'last_update',
    title: 'UPDATED',
    width: 82,
    sortable: true,
    render: (task) => <TimeAgo short value={task.last_update} />,
  },
  { key: 'last_iteration', title: 'ITERATION', width: 76, align: 'right', sortable: true, render: (task) => iteration(task) },
  {
    key: 'active_duration',
    title: 'RUN TIME',
    width: 94,
    align: 'right',
    sortable: true,
    render: (task) => <RunTime task={task} />,
  },
  {
    key: 'last_worker',
    title: 'WORKER',
    width: 84,
    grow: 1,
    sortable: true,
    render: (task) => <WorkerLink id={task.last_worker} />,
  },
];

/** Columns that can be hidden. */
export const OPTIONAL_COLUMNS = TASK_COLUMNS.filter(({ key }) => key !== 'name' && key !== 'status');

function TaskLink({ task }: { task: TaskRow }) {
  return (
    <Link
      to={`/tasks/${task.id}/${task.status === 'created' ? 'execution' : task.status === 'queued' ? 'info' : 'console'}`}
      tabIndex={-1}
      title={task.name}
    >
      {task.name}
    </Link>
  );
}

/** The last part of the path: a narrow column has no room for the rest. */
function ProjectLink({ task: { project } }: { task: TaskRow }) {
  if (!project) return null;
  const name = project.name ?? project.id;
  return (
    <Link to={`/projects/${project.id}/tasks`} tabIndex={-1} title={name} style={{ color: 'inherit' }}>
      {name.slice(name.lastIndexOf('/') + 1)}
    </Link>
  );
}

function WorkerLink({ id }: { id: string | null | undefined }) {
  if (!id) return null;
  return (
    <Link to={`/workers/${encodeURIComponent(id)}`} tabIndex={-1} title={id} style={{ color: 'inherit' }}>
      {id}
    </Link>
  );
}

const iteration = ({ last_iteration: last }: TaskRow): string =>
  last === undefined || last === null || last <= 0 ? '' : formatCount(last);

export function RunTime({ task }: { task: TaskRow }) {
  if (task.status === 'in_progress') return <Elapsed start={task.started} />;
  if (task.active_duration) return formatDuration(Math.max(1, task.active_duration) * 1000).replace('.0', '');
  return task.started && task.completed ? <Elapsed start={task.started} end={task.completed} /> : null;
}
