import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { NodeView, RunView } from '../../../../../../workflows/contracts/pipeline-api.ts';
import { Only } from '../../../../app/rights.tsx';
import { type Fact, Facts } from '../../../../components/facts.tsx';
import { Icon } from '../../../../components/icon.tsx';
import { Panel } from '../../../../components/panel.tsx';
import { StepBadge } from '../../../../components/step-badge.tsx';
import { StepBar } from '../../../../components/step-bar.tsx';
import { DateTime, Elapsed } from '../../../../components/time.tsx';
import { nodeActions } from '../../../../domain/pipelines/run-actions.ts';
import { countStates, isEnd, KIND_LABELS } from '../../../../domain/pipelines/step-state.ts';
import { AttemptsPanel } from '../../../task/info/attempts-panel.tsx';
import { NODE_ACTION_LOOKS, useNodeActions } from '../../actions/use-node-actions.tsx';
import { useRunAddress } from '../use-run-address.ts';
import classes from './panel.module.css';

/** State, reason, attempts, parents, and what can be done. */
export function NodeOverview({ run, node }: { run: RunView; node: NodeView }) {
  const instances = run.nodes.filter(({ instanceOf }) => instanceOf === node.name);
  return (
    <div className={classes.stack}>
      <Only need="work">
        <NodeButtons run={run} node={node} />
      </Only>
      {node.prompt && (
        <Panel title="Waits for an approval">
          <p className={classes.prompt}>{node.prompt}</p>
        </Panel>
      )}
      <Panel title="Step">
        <Facts facts={factsOf(node)} />
      </Panel>
      {instances.length > 0 && (
        <Panel title="Instances" flush>
          <InstanceList instances={instances} />
        </Panel>
      )}
      {node.task && <AttemptsPanel taskId={node.task} />}
    </div>
  );
}

function NodeButtons({ run, node }: { run: RunView; node: NodeView }) {
  const start = useNodeActions(run);
  // The step may be shown as it was; what can be done depends on how it is.
  const now = run.nodes.find(({ name }) => name === node.name) ?? node;
  const actions = nodeActions(now, run);
  if (actions.length === 0) return null;
  return (
    <div className={classes.buttons}>
      {actions.map((action) => (
        <Button
          key={action}
          variant={action === 'approve' ? 'filled' : 'default'}
          leftSection={<Icon name={NODE_ACTION_LOOKS[action].icon} size={13} />}
          onClick={() => start(action, now)}
        >
          {NODE_ACTION_LOOKS[action].label}
        </Button>
      ))}
    </div>
  );
}

function factsOf(node: NodeView): Fact[] {
  const { kind, state, reason, queue, attempts, started, ended, progress, approvedBy, earlier, parents, stage, task } = node;
  return [
    { label: 'State', value: <StepBadge state={state} /> },
    ...(reason ? [{ label: 'Reason', value: reason }] : []),
    { label: 'Kind', value: KIND_LABELS[kind] },
    { label: 'Parents', value: parents.length === 0 ? null : <StepLinks names={parents} /> },
    ...(stage === null ? [] : [{ label: 'Stage', value: stage }]),
    ...(queue === null ? [] : [{ label: 'Queue', value: queue }]),
    { label: 'Started', value: started && <DateTime value={started} /> },
    { label: 'Ended', value: ended && isEnd(state) && <DateTime value={ended} /> },
    { label: 'Run time', value: started && <Elapsed start={started} end={ended} /> },
    ...(progress === null ? [] : [{ label: 'Progress', value: `${Math.round(progress)} %` }]),
    ...(attempts === 0 ? [] : [{ label: 'Attempts', value: attempts }]),
    ...(earlier.length === 0 ? [] : [{ label: 'Earlier tasks', value: <TaskLinks ids={earlier} /> }]),
    ...(approvedBy === null ? [] : [{ label: 'Answered by', value: approvedBy }]),
    ...(task === null ? [] : [{ label: 'Task', value: <TaskLinks ids={[task]} />, copy: task }]),
  ];
}

function StepLinks({ names }: { names: string[] }) {
  const { change } = useRunAddress();
  return separated(
    names.map((name) => (
      <button key={name} type="button" className={classes.link} onClick={() => change({ node: name })}>
        {name}
      </button>
    )),
  );
}

function TaskLinks({ ids }: { ids: string[] }) {
  return separated(
    ids.map((id) => (
      <Link key={id} to={`/tasks/${id}/info`} className="mono">
        {id.slice(0, 8)}…
      </Link>
    )),
  );
}

const separated = (items: ReactNode[]): ReactNode => <span className={classes.links}>{items}</span>;

const MOST_INSTANCES = 200;

function InstanceList({ instances }: { instances: NodeView[] }) {
  return (
    <div className={classes.instances}>
      <StepBar counts={countStates(instances.map(({ state }) => state))} />
      {instances.slice(0, MOST_INSTANCES).map(({ name, state, started, ended }) => (
        <div key={name} className={classes.instance}>
          <StepLinks names={[name]} />
          <StepBadge state={state} />
          <span className="dim">{started && <Elapsed start={started} end={ended} />}</span>
        </div>
      ))}
    </div>
  );
}
