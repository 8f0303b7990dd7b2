import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { queryKeys } from '../../../api/query-keys.ts';
import { fetchWaiting } from '../../../api/task-results.ts';
import { Facts } from '../../../components/facts.tsx';
import { Panel } from '../../../components/panel.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { TimeAgo, TimeUntil } from '../../../components/time.tsx';

/** Where a pending task stands in its queue, and what it waits for. */
export function WaitingPanel({ taskId }: { taskId: string }) {
  const query = useQuery({ queryKey: queryKeys.waiting(taskId), queryFn: ({ signal }) => fetchWaiting(taskId, signal) });
  return (
    <Panel title="Waiting">
      <QueryView query={query}>
        {({ position, queue, since, reason, opens }) => (
          <Facts
            facts={[
              { label: 'Why it waits', value: <strong>{reason}</strong> },
              ...(opens ? [{ label: 'Next start', value: <TimeUntil value={opens} /> }] : []),
              { label: 'Waiting since', value: since && <TimeAgo value={since} /> },
              { label: 'Queue', value: queue && <Link to={`/queues/${queue.id}`}>{queue.name}</Link> },
              {
                label: 'Position',
                value: position === null ? null : position === 0 ? 'Next' : `${position + 1} (${position} before it)`,
              },
            ]}
          />
        )}
      </QueryView>
    </Panel>
  );
}
