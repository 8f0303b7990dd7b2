import { useQuery } from '@tanstack/react-query';
import { queryKeys } from '../../api/query-keys.ts';
import { fetchSweepHistory, type SweepEvent } from '../../api/sweeps.ts';
import { EmptyNote } from '../../components/empty-note.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { RecordTable } from '../../components/record-table.tsx';
import { DateTime } from '../../components/time.tsx';
import classes from './sweep-page.module.css';

/** Every change that somebody, or a limit, made to the sweep. */
export function HistoryPanel({ sweepId }: { sweepId: string }) {
  const query = useQuery({
    queryKey: queryKeys.sweepPart(sweepId, 'history'),
    queryFn: ({ signal }) => fetchSweepHistory(sweepId, signal),
  });
  return (
    <Panel title="History" flush>
      <QueryView query={query}>
        {(events) =>
          events.length === 0 ? (
            <EmptyNote text="Nothing yet" />
          ) : (
            <RecordTable<SweepEvent & { index: number }>
              label="History"
              rows={events.map((event, index) => ({ ...event, index }))}
              rowKey={({ index }) => index}
              columns={[
                {
                  title: 'WHEN',
                  width: 200,
                  render: ({ at }) => (
                    <span className={classes.when}>
                      <DateTime value={at} />
                    </span>
                  ),
                },
                { title: 'WHAT', render: ({ text }) => text },
                { title: 'WHO', width: 120, render: ({ actor }) => actor ?? <span className="dim">the sweep</span> },
              ]}
            />
          )
        }
      </QueryView>
    </Panel>
  );
}
