import { useQuery } from '@tanstack/react-query';
import { queryKeys } from '../../../api/query-keys.ts';
import { fetchSingleValues } from '../../../api/task-results.ts';
import { Panel } from '../../../components/panel.tsx';
import { RecordTable } from '../../../components/record-table.tsx';
import { TimeAgo } from '../../../components/time.tsx';
import { formatNumber } from '../../../domain/format.ts';

/** Values without an iteration, as a table; nothing when there are none. */
export function SingleValues({ taskId }: { taskId: string }) {
  const { data = [] } = useQuery({
    queryKey: queryKeys.taskPart(taskId, 'single-values'),
    queryFn: ({ signal }) => fetchSingleValues(taskId, signal),
  });
  if (data.length === 0) return null;
  return (
    <Panel title="Single values" flush>
      <RecordTable
        label="Single values"
        rows={data}
        rowKey={({ metric, variant }) => `${metric}/${variant}`}
        columns={[
          { title: 'NAME', width: '40%', render: ({ variant }) => variant },
          { title: 'VALUE', render: ({ value }) => <span className="mono">{formatNumber(value)}</span> },
          { title: 'REPORTED', width: 140, render: ({ timestamp }) => <TimeAgo value={timestamp} /> },
        ]}
      />
    </Panel>
  );
}
