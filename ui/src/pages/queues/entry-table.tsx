import { Link, useNavigate } from 'react-router';
import type { Queue, QueueEntry } from '../../api/types.ts';
import { useMay } from '../../app/rights.tsx';
import { DataTable } from '../../components/data-table/data-table.tsx';
import { arrayRows, type Column } from '../../components/data-table/types.ts';
import { Fill } from '../../components/fill.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { EmptyState } from '../../components/states.tsx';
import { TimeAgo } from '../../components/time.tsx';
import { useEntryActions } from './use-entry-actions.tsx';

const ROW_HEIGHT = 34;
const MOST_HEIGHT = 480;

/** The waiting tasks in their order. Rows are dragged, or moved by their buttons, their menu, or Alt and the arrow keys. */
export function EntryTable({ queue, queues }: { queue: Queue; queues: Queue[] }) {
  const navigate = useNavigate();
  const { entries } = queue;
  const last = queue.count - 1;
  const { move, menu } = useEntryActions(queue, queues);
  const may = useMay('work');
  const place = (entry: QueueEntry) => entries.indexOf(entry);
  const columns: Column<QueueEntry>[] = [
    { key: 'position', title: '#', width: 52, align: 'right', render: (entry) => place(entry) + 1 },
    {
      key: 'name',
      title: 'TASK',
      width: 220,
      grow: 3,
      render: ({ task }) => (
        <Link to={`/tasks/${task.id}/info`} tabIndex={-1}>
          {task.name}
        </Link>
      ),
    },
    {
      key: 'project',
      title: 'PROJECT',
      width: 140,
      grow: 2,
      render: ({ task }) => <span className="dim">{projectName(task.project)}</span>,
    },
    { key: 'added', title: 'WAITING SINCE', width: 120, render: ({ added }) => <TimeAgo value={added} /> },
    {
      key: 'move',
      title: 'MOVE',
      width: 122,
      render: (entry) => {
        const at = place(entry);
        return (
          <span style={{ display: 'inline-flex' }}>
            <IconButton
              icon="arrowTop"
              label="To the front"
              size="sm"
              tabIndex={-1}
              disabled={at === 0}
              onClick={() => move(at, 0)}
            />
            <IconButton
              icon="arrowUp"
              label="One up"
              size="sm"
              tabIndex={-1}
              disabled={at === 0}
              onClick={() => move(at, at - 1)}
            />
            <IconButton
              icon="arrowDown"
              label="One down"
              size="sm"
              tabIndex={-1}
              disabled={at === last}
              onClick={() => move(at, at + 1)}
            />
            <IconButton
              icon="arrowBottom"
              label="To the back"
              size="sm"
              tabIndex={-1}
              disabled={at === last}
              onClick={() => move(at, last)}
            />
          </span>
        );
      },
    },
  ];
  const height = entries.length === 0 ? 220 : Math.min(MOST_HEIGHT, 31 + entries.length * ROW_HEIGHT);
  return (
    <Fill height={height}>
      <DataTable
        label="Waiting tasks"
        columns={may ? columns : columns.filter(({ key }) => key !== 'move')}
        rows={arrayRows(entries)}
        rowKey={({ task }) => task.id}
        rowHeight={ROW_HEIGHT}
        onOpen={({ task }) => navigate(`/tasks/${task.id}/info`)}
        {...(may ? { onMove: move } : {})}
        menu={menu}
        empty={
          <EmptyState icon="queue" title="Nothing waits">
            Enqueued tasks appear here in the order in which they will be taken.
          </EmptyState>
        }
      />
    </Fill>
  );
}

const projectName = (project: QueueEntry['task']['project']): string =>
  typeof project === 'string' ? project : (project?.name ?? '');
