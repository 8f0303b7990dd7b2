import { Button } from '@mantine/core';
import { Link, useNavigate } from 'react-router';
import type { Queue } from '../../api/types.ts';
import { Only } from '../../app/rights.tsx';
import { DataTable } from '../../components/data-table/data-table.tsx';
import { arrayRows, type Column } from '../../components/data-table/types.ts';
import { useDialogs } from '../../components/dialogs.tsx';
import { Fill } from '../../components/fill.tsx';
import { Icon } from '../../components/icon.tsx';
import { Page } from '../../components/page.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { EmptyState } from '../../components/states.tsx';
import { TagList } from '../../components/tag-list.tsx';
import { TimeAgo } from '../../components/time.tsx';
import { formatCount } from '../../domain/format.ts';
import { useLiveTopics } from '../../live/hooks.ts';
import { useQueues } from '../../queries/use-queues.ts';
import { QueueNameDialog } from './queue-dialogs.tsx';
import { useQueueMenu } from './use-queue-menu.tsx';

const COLUMNS: Column<Queue>[] = [
  {
    key: 'name',
    title: 'QUEUE',
    width: 180,
    grow: 2,
    render: ({ id, name }) => (
      <Link to={`/queues/${id}`} tabIndex={-1}>
        {name}
      </Link>
    ),
  },
  { key: 'tags', title: 'TAGS', width: 80, grow: 1, render: ({ tags }) => <TagList tags={tags} /> },
  {
    key: 'workers',
    title: 'WORKERS',
    width: 80,
    align: 'right',
    render: ({ workers }) => (workers.length === 0 ? <span className="dim">none</span> : workers.length),
  },
  {
    key: 'next',
    title: 'NEXT TASK',
    width: 180,
    grow: 3,
    render: ({ next }) =>
      next && (
        <Link to={`/tasks/${next.id}/info`} tabIndex={-1}>
          {next.name}
        </Link>
      ),
  },
  { key: 'updated', title: 'LAST UPDATED', width: 110, render: ({ lastUpdate }) => <TimeAgo value={lastUpdate} /> },
  { key: 'waiting', title: 'IN QUEUE', width: 84, align: 'right', render: ({ count }) => formatCount(count) },
];

/** All queues, live. */
export function QueuesPage() {
  useLiveTopics('queues', 'workers');
  const query = useQueues();
  const navigate = useNavigate();
  const { open } = useDialogs();
  const menu = useQueueMenu();
  return (
    <Page
      name="Queues"
      title="Queues"
      actions={
        <Only need="work">
          <Button leftSection={<Icon name="plus" size={13} />} onClick={() => open(<QueueNameDialog />)}>
            New queue
          </Button>
        </Only>
      }
    >
      <QueryView query={query}>
        {(queues) => (
          <Fill>
            <DataTable
              label="Queues"
              columns={COLUMNS}
              rows={arrayRows(queues)}
              rowKey={({ id }) => id}
              onOpen={({ id }) => navigate(`/queues/${id}`)}
              menu={menu}
              empty={
                <EmptyState icon="queue" title="No queues">
                  A queue holds tasks until an agent takes them.
                </EmptyState>
              }
            />
          </Fill>
        )}
      </QueryView>
    </Page>
  );
}
