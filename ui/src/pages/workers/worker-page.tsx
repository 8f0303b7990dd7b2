import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import type { StatisticsRange, Worker, WorkerTask } from '../../api/types.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { type Fact, Facts } from '../../components/facts.tsx';
import { Page } from '../../components/page.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { EmptyState } from '../../components/states.tsx';
import { Elapsed, TimeAgo } from '../../components/time.tsx';
import { useLiveTopics } from '../../live/hooks.ts';
import { useWorkers } from '../../queries/use-workers.ts';
import { RANGES } from './ranges.ts';
import { Utilisation } from './utilisation.tsx';
import { WorkerCharts } from './worker-charts.tsx';
import { WorkerState } from './worker-state.tsx';

export function WorkerPage() {
  useLiveTopics('workers');
  const { workerId = '' } = useParams();
  const [range, setRange] = useState<StatisticsRange>('3h');
  const query = useWorkers();
  return (
    <Page
      name={`Worker ${workerId}`}
      title={
        <>
          <Link to="/workers">Workers</Link>
          <span className="dim">/</span>
          <span className="truncate">{workerId}</span>
        </>
      }
      note={<CopyButton value={workerId} label="Copy worker id" />}
      actions={
        <SegmentedControl
          aria-label="Range"
          data={RANGES}
          value={range}
          onChange={(value) => setRange(value as StatisticsRange)}
        />
      }
    >
      <QueryView query={query}>
        {(workers) => {
          const worker = workers.find(({ id }) => id === workerId);
          return worker ? (
            <WorkerView worker={worker} />
          ) : (
            <EmptyState icon="server" title="This worker is not registered now">
              Its figures of earlier are below.
            </EmptyState>
          );
        }}
      </QueryView>
      <WorkerCharts workerId={workerId} range={range} />
    </Page>
  );
}

function WorkerView({ worker }: { worker: Worker }) {
  const { host, kind, slots, gpus, dockerImage, queues, tasks, lastActivity } = worker;
  const facts: Fact[] = [
    { label: 'State', value: <WorkerState worker={worker} /> },
    {
      label: tasks.length > 1 ? 'Current tasks' : 'Current task',
      value: tasks.length === 0 ? null : tasks.map((task) => <CurrentTask key={task.id} task={task} />),
    },
    {
      label: 'Queues',
      value: queues.map(({ id, name }) => (
        <Link key={id} to={`/queues/${id}`} style={{ marginRight: 10 }}>
          {name}
        </Link>
      )),
    },
    ...(queues.some(({ hours }) => hours.rule !== 'always')
      ? [{ label: 'Working hours', value: queues.map((queue) => <QueueHours key={queue.id} queue={queue} />) }]
      : []),
    { label: 'Host', value: host },
    {
      label: 'Kind',
      value: `${kind}, ${slots} ${slots === 1 ? 'slot' : 'slots'}${gpus.length > 0 ? `, GPU ${gpus.join(', ')}` : ', no GPU'}`,
    },
    ...(dockerImage
      ? [{ label: 'Containers', value: `tasks run in containers, of ${dockerImage} unless they name an image` }]
      : []),
    { label: 'Last seen', value: <TimeAgo value={lastActivity} /> },
    { label: 'Now', value: <Utilisation worker={worker} /> },
  ];
  return (
    <Panel title="Info">
      <Facts facts={facts} />
    </Panel>
  );
}

/** `default: off by uptime 17-20 TUE in UTC until Tue 2026-12-01 17:00 UTC` */
function QueueHours({ queue: { name, hours } }: { queue: Worker['queues'][number] }) {
  return (
    <div>
      {name}: <strong>{hours.active ? 'on' : 'off'}</strong> by {hours.why}
      {hours.changesOn && <span className="dim"> until {hours.changesOn}</span>}
    </div>
  );
}

function CurrentTask({ task }: { task: WorkerTask }) {
  return (
    <div>
      <Link to={`/tasks/${task.id}/console`}>{task.name}</Link>
      {task.started && (
        <span className="dim">
          {' for '}
          <Elapsed start={task.started} />
        </span>
      )}
    </div>
  );
}
