import { Textarea } from '@mantine/core';
import { Link } from 'react-router';
import { updateTask } from '../../../api/tasks.ts';
import type { Queue, Reference, Task } from '../../../api/types.ts';
import { EditablePanel } from '../../../components/editable-panel.tsx';
import { type Fact, Facts } from '../../../components/facts.tsx';
import { Panel } from '../../../components/panel.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { DateTime } from '../../../components/time.tsx';
import { formatCount } from '../../../domain/format.ts';
import { useQueues } from '../../../queries/use-queues.ts';
import { useSaveTask } from '../../../queries/use-task.ts';
import { RunTime } from '../../tasks/task-columns.tsx';
import classes from '../task-page.module.css';
import { AttemptsPanel } from './attempts-panel.tsx';
import { HistoryPanel } from './history-panel.tsx';
import { WaitingPanel } from './waiting-panel.tsx';

/** Who, when, where and why; what each attempt spent its time on; every change of state. */
export function InfoTab({ task }: { task: Task }) {
  const { data: queues = [] } = useQueues();
  return (
    <div className={classes.stack}>
      {task.status === 'queued' && <WaitingPanel taskId={task.id} />}
      <AttemptsPanel taskId={task.id} />
      <div className={classes.columns}>
        <Panel title="Details">
          <Facts facts={details(task, queues)} />
        </Panel>
        <div className={classes.stack}>
          <DescriptionPanel task={task} />
          <RuntimePanel task={task} />
        </div>
      </div>
      <HistoryPanel taskId={task.id} />
    </div>
  );
}

function details(task: Task, queues: Queue[]): Fact[] {
  const parent = reference(task.parent);
  const queue = reference(task.execution?.queue);
  return [
    { label: 'Id', value: <span className="mono">{task.id}</span>, copy: task.id },
    { label: 'Status', value: <StatusBadge status={task.status} message={task.status_message} /> },
    { label: 'Status reason', value: task.status_reason },
    {
      label: 'Status message',
      value: task.status_message && <span style={{ whiteSpace: 'pre-wrap' }}>{task.status_message}</span>,
    },
    { label: 'Status changed', value: <DateTime value={task.status_changed} /> },
    { label: 'Type', value: task.type },
    { label: 'User', value: task.user?.name ?? task.user?.id },
    {
      label: 'Parent',
      value: parent && <Link to={`/tasks/${parent.id}/info`}>{parent.name ?? parent.id}</Link>,
      copy: parent?.id,
    },
    {
      label: 'Project',
      value: task.project && <Link to={`/projects/${task.project.id}/tasks`}>{task.project.name ?? task.project.id}</Link>,
      copy: task.project?.id,
    },
    {
      label: 'Queue',
      value: queue && <Link to={`/queues/${queue.id}`}>{queues.find(({ id }) => id === queue.id)?.name ?? queue.id}</Link>,
    },
    {
      label: 'Worker',
      value: task.last_worker && <Link to={`/workers/${encodeURIComponent(task.last_worker)}`}>{task.last_worker}</Link>,
    },
    { label: 'Created', value: <DateTime value={task.created} /> },
    { label: 'Started', value: <DateTime value={task.started} /> },
    { label: 'Completed', value: <DateTime value={task.completed} /> },
    { label: 'Updated', value: <DateTime value={task.last_update} /> },
    { label: 'Run time', value: <RunTime task={task} /> },
    { label: 'Last iteration', value: (task.last_iteration ?? 0) > 0 ? formatCount(task.last_iteration!) : null },
  ];
}

const reference = (value: string | Reference | null | undefined): Reference | null =>
  typeof value === 'string' ? (value === '' ? null : { id: value }) : (value ?? null);

function DescriptionPanel({ task }: { task: Task }) {
  const save = useSaveTask(task.id);
  return (
    <EditablePanel<{ comment: string }>
      title="Description"
      editable
      draft={() => ({ comment: task.comment ?? '' })}
      save={({ comment }) => save(() => updateTask(task.id, { comment }))}
      view={
        task.comment ? (
          <div style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{task.comment}</div>
        ) : (
          <span className="dim">None</span>
        )
      }
      form={({ comment }, change) => (
        <Textarea
          aria-label="Description"
          autosize
          minRows={3}
          maxRows={20}
          value={comment}
          onChange={(event) => change({ comment: event.currentTarget.value })}
        />
      )}
    />
  );
}

/** What the SDK noted of its surroundings. Names with an underscore are its own book-keeping. */
function RuntimePanel({ task }: { task: Task }) {
  const entries = Object.entries(task.runtime ?? {}).filter(([name]) => !name.startsWith('_'));
  if (entries.length === 0) return null;
  return (
    <Panel title="Runtime">
      <Facts facts={entries.map(([name, value]) => ({ label: name, value: String(value) }))} />
    </Panel>
  );
}
