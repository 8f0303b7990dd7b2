import { Button, Menu } from '@mantine/core';
import { Link, useNavigate, useParams } from 'react-router';
import type { Queue } from '../../api/types.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { MenuItems } from '../../components/data-table/row-menu.tsx';
import { EmptyNote } from '../../components/empty-note.tsx';
import { Icon } from '../../components/icon.tsx';
import { Page } from '../../components/page.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { EmptyState } from '../../components/states.tsx';
import { plural } from '../../domain/format.ts';
import { useLiveTopics } from '../../live/hooks.ts';
import { useQueues } from '../../queries/use-queues.ts';
import { WorkerTable } from '../workers/worker-table.tsx';
import { EntryTable } from './entry-table.tsx';
import { QueueCharts } from './queue-charts.tsx';
import { useQueueMenu } from './use-queue-menu.tsx';

/** One queue: what waits in it, how long things waited, and who serves it. */
export function QueuePage() {
  useLiveTopics('queues', 'workers');
  const { queueId = '' } = useParams();
  const query = useQueues();
  return (
    <QueryView query={query}>
      {(queues) => {
        const queue = queues.find(({ id }) => id === queueId);
        if (queue) return <QueueView queue={queue} queues={queues} />;
        return (
          <EmptyState icon="queue" title="There is no such queue">
            It may have been deleted. <Link to="/queues">All queues</Link>
          </EmptyState>
        );
      }}
    </QueryView>
  );
}

function QueueView({ queue, queues }: { queue: Queue; queues: Queue[] }) {
  const navigate = useNavigate();
  const menu = useQueueMenu(() => navigate('/queues'));
  const serving = new Set(queue.workers.map(({ id }) => id));
  return (
    <Page
      name={`Queue ${queue.name}`}
      title={
        <>
          <Link to="/queues">Queues</Link>
          <span className="dim">/</span>
          {queue.name}
        </>
      }
      note={
        <>
          <span className="mono dim">{queue.id}</span>
          <CopyButton value={queue.id} label="Copy queue id" />
        </>
      }
      actions={
        <Menu width={180}>
          <Menu.Target>
            <Button variant="default" rightSection={<Icon name="chevronDown" size={13} />}>
              Actions
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <MenuItems entries={menu(queue)} />
          </Menu.Dropdown>
        </Menu>
      }
    >
      <QueueCharts queueId={queue.id} />
      <Panel title="Tasks" actions={<span className="dim">{plural(queue.count, 'task')} waiting</span>} flush>
        <EntryTable queue={queue} queues={queues} />
        {queue.count > queue.entries.length && <EmptyNote text={`The first ${queue.entries.length} are listed.`} />}
      </Panel>
      <Panel title="Workers" flush>
        {serving.size === 0 ? (
          <EmptyNote text="No agent serves this queue now: its tasks wait until one does." />
        ) : (
          <WorkerTable only={serving} />
        )}
      </Panel>
    </Page>
  );
}
