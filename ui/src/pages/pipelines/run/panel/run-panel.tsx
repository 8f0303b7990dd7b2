import { Link } from 'react-router';
import type { RunView } from '../../../../../../workflows/contracts/pipeline-api.ts';
import { type Fact, Facts } from '../../../../components/facts.tsx';
import { Icon } from '../../../../components/icon.tsx';
import { Panel } from '../../../../components/panel.tsx';
import { StatusBadge } from '../../../../components/status-badge.tsx';
import { StepBar } from '../../../../components/step-bar.tsx';
import { DateTime, Elapsed } from '../../../../components/time.tsx';
import { EventList } from './event-list.tsx';
import classes from './panel.module.css';
import { PanelTabs } from './panel-tabs.tsx';
import { noTask, TASK_PARTS, taskTab } from './task-parts.tsx';
import { ValueTable } from './value-table.tsx';

/** The run as a whole, while no step is chosen. */
export function RunPanel({ run }: { run: RunView }) {
  return (
    <>
      <header className={classes.head}>
        <h2 className="truncate">Run #{run.number}</h2>
        <span className={classes.headActions}>
          <Link to={`/tasks/${run.id}/info`} className={classes.details}>
            Controller task <Icon name="external" size={12} />
          </Link>
        </span>
      </header>
      <PanelTabs
        label="Run"
        tabs={[
          { key: 'overview', label: 'OVERVIEW', render: () => <RunOverview run={run} /> },
          { key: 'events', label: 'EVENTS', render: () => <EventList run={run.id} />, full: true },
          taskTab(TASK_PARTS.console, run.id, noTask),
          taskTab(TASK_PARTS.metrics, run.id, noTask),
          taskTab(TASK_PARTS.artifacts, run.id, noTask),
          taskTab(TASK_PARTS.models, run.id, noTask),
        ]}
      />
    </>
  );
}

function RunOverview({ run }: { run: RunView }) {
  return (
    <div className={classes.stack}>
      {run.description && <p className={classes.prompt}>{run.description}</p>}
      <Panel title="Run">
        <Facts facts={factsOf(run)} />
      </Panel>
      <Panel title="Parameters" flush>
        <ValueTable label="Parameters" values={run.parameters} types={run.parameterTypes} />
      </Panel>
    </div>
  );
}

function factsOf(run: RunView): Fact[] {
  return [
    { label: 'Status', value: <StatusBadge status={run.status} message={run.statusMessage} /> },
    {
      label: 'Steps',
      value: (
        <span className={classes.bar}>
          <StepBar counts={run.steps} />
        </span>
      ),
    },
    ...(run.statusReason ? [{ label: 'Reason', value: run.statusReason }] : []),
    ...(run.statusMessage ? [{ label: 'Message', value: run.statusMessage }] : []),
    { label: 'Version', value: run.version },
    { label: 'Defined in', value: run.engine === 'python' ? 'Python' : 'TypeScript' },
    { label: 'User', value: run.user },
    { label: 'Created', value: <DateTime value={run.created} /> },
    { label: 'Started', value: run.started && <DateTime value={run.started} /> },
    { label: 'Completed', value: run.completed && <DateTime value={run.completed} /> },
    {
      label: 'Run time',
      value: run.started && <Elapsed start={run.started} end={run.status === 'in_progress' ? null : run.completed} />,
    },
    { label: 'Attempt', value: run.attempt },
    ...(run.parentRun
      ? [{ label: 'Step of', value: <Link to={`/pipelines/runs/${run.parentRun}`}>another run</Link>, copy: run.parentRun }]
      : []),
    ...(run.workflowId ? [{ label: 'Workflow', value: <WorkflowLink run={run} />, copy: run.workflowId }] : []),
  ];
}

function WorkflowLink({ run: { workflowId, temporalUrl } }: { run: RunView }) {
  return (
    <span className={classes.details}>
      {temporalUrl ? (
        <a href={temporalUrl} target="_blank" rel="noreferrer">
          Open in Temporal <Icon name="external" size={12} />
        </a>
      ) : (
        <span className="mono">{workflowId}</span>
      )}
    </span>
  );
}
