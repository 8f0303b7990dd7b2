import { useQuery } from '@tanstack/react-query';
import { queryKeys } from '../../../api/query-keys.ts';
import { fetchHistory } from '../../../api/task-results.ts';
import { EmptyNote } from '../../../components/empty-note.tsx';
import { Panel } from '../../../components/panel.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { RecordTable } from '../../../components/record-table.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { DateTime } from '../../../components/time.tsx';

/** Every change of state: when, by whom and why. A reset does not shorten it. */
export function HistoryPanel({ taskId }: { taskId: string }) {
  const query = useQuery({
    queryKey: queryKeys.taskPart(taskId, 'history'),
    queryFn: ({ signal }) => fetchHistory(taskId, signal),
  });
  return (
    <Panel title="History" flush>
      <QueryView query={query}>
        {(transitions) =>
          transitions.length === 0 ? (
            <EmptyNote text="No change of state yet" />
          ) : (
            <RecordTable
              label="History"
              rows={transitions.map((transition, index) => ({ ...transition, index })).reverse()}
              rowKey={({ index }) => index}
              columns={[
                { title: 'TIME', width: 190, render: ({ at }) => <DateTime value={at} /> },
                { title: 'FROM', width: 100, render: ({ from }) => from && <StatusBadge status={from} /> },
                { title: 'TO', width: 100, render: ({ to }) => <StatusBadge status={to} /> },
                { title: 'BY', width: 150, render: ({ actor }) => actor },
                { title: 'ATTEMPT', width: 70, render: ({ attempt }) => attempt || null },
                { title: 'REASON', render: ({ reason, message }) => [reason, message].filter(Boolean).join(': ') },
              ]}
            />
          )
        }
      </QueryView>
    </Panel>
  );
}
