import { Page } from '../../components/page.tsx';
import { plural } from '../../domain/format.ts';
import { useLiveTopics } from '../../live/hooks.ts';
import { useWorkers } from '../../queries/use-workers.ts';
import { FleetCharts } from './fleet-charts.tsx';
import { WorkerTable } from './worker-table.tsx';

/** All agents, what they do and how busy their machines are. */
export function WorkersPage() {
  useLiveTopics('workers', 'tasks');
  const { data = [] } = useWorkers();
  const working = data.filter(({ tasks }) => tasks.length > 0).length;
  return (
    <Page
      name="Workers"
      title="Workers"
      note={data.length > 0 && <span className="dim">{`${plural(data.length, 'worker')}, ${working} working`}</span>}
    >
      <FleetCharts />
      <WorkerTable />
    </Page>
  );
}
