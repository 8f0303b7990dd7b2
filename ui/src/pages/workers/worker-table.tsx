import { Link, useNavigate } from 'react-router';
import type { Worker } from '../../api/types.ts';
import { DataTable } from '../../components/data-table/data-table.tsx';
import { arrayRows, type Column } from '../../components/data-table/types.ts';
import { Fill } from '../../components/fill.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { EmptyState } from '../../components/states.tsx';
import { Elapsed, TimeAgo } from '../../components/time.tsx';
import { formatCount } from '../../domain/format.ts';
import { useWorkers } from '../../queries/use-workers.ts';
import { Utilisation } from './utilisation.tsx';
import { WorkerState } from './worker-state.tsx';

const ROW_HEIGHT = 46;

const COLUMNS: Column<Worker>[] = [
  {
    key: 'id',
    title: 'WORKER',
    width: 170,
    grow: 2,
    render: ({ id }) => (
      <Link to={`/workers/${encodeURIComponent(id)}`} tabIndex={-1} title={id}>
        {id}
      </Link>
    ),
  },
  { key: 'state', title: 'STATE', width: 92, render: (worker) => <WorkerState worker={worker} /> },
  { key: 'queues', title: 'QUEUES', width: 110, grow: 1, render: ({ queues }) => <QueueLinks queues={queues} /> },
  {
    key: 'task',
    title: 'CURRENT TASK',
    width: 160,
    grow: 2,
    render: ({ tasks: [task, ...more] }) =>
      task && (
        <>
          <Link to={`/tasks/${task.id}/console`} tabIndex={-1}>
            {task.name}
          </Link>
          {more.length > 0 && <span className="dim"> and {more.length} more</span>}
        </>
      ),
  },
  {
    key: 'runtime',
    title: 'RUN TIME',
    width: 96,
    align: 'right',
    render: ({ tasks: [task] }) => task?.started && <Elapsed start={task.started} />,
  },
  {
    key: 'iteration',
    title: 'ITERATION',
    width: 78,
    align: 'right',
    render: ({ tasks: [task] }) => ((task?.lastIteration ?? 0) > 0 ? formatCount(task!.lastIteration!) : ''),
  },
  { key: 'load', title: 'UTILISATION', width: 250, grow: 1, render: (worker) => <Utilisation worker={worker} /> },
  { key: 'activity', title: 'LAST SEEN', width: 90, render: ({ lastActivity }) => <TimeAgo value={lastActivity} /> },
];

/** Workers, live; all of them, or only those that are named. */
export function WorkerTable({ only }: { only?: ReadonlySet<string> }) {
  const query = useWorkers();
  const navigate = useNavigate();
  return (
    <QueryView query={query}>
      {(all) => {
        const workers = only ? all.filter(({ id }) => only.has(id)) : all;
        const height = only && 31 + Math.max(1, workers.length) * ROW_HEIGHT;
        return (
          <Fill {...(height ? { height } : {})}>
            <DataTable
              label="Workers"
              columns={COLUMNS}
              rows={arrayRows(workers)}
              rowKey={({ id }) => id}
              rowHeight={ROW_HEIGHT}
              onOpen={({ id }) => navigate(`/workers/${encodeURIComponent(id)}`)}
              empty={<NoWorkers />}
            />
          </Fill>
        );
      }}
    </QueryView>
  );
}

function QueueLinks({ queues }: { queues: Worker['queues'] }) {
  return queues.map(({ id, name }, index) => (
    <span key={id}>
      {index > 0 && ', '}
      <Link to={`/queues/${id}`} tabIndex={-1}>
        {name}
      </Link>
    </span>
  ));
}

function NoWorkers() {
  return (
    <EmptyState icon="server" title="No workers">
      An agent on any machine takes tasks from the queues that it serves. <Link to="/settings/connect">Connect an agent</Link>
    </EmptyState>
  );
}
