import { Link } from 'react-router';
import type { NodeView, RunView } from '../../../../../../workflows/contracts/pipeline-api.ts';
import { CodeBlock } from '../../../../components/code-block.tsx';
import { Icon } from '../../../../components/icon.tsx';
import { IconButton } from '../../../../components/icon-button.tsx';
import { Panel } from '../../../../components/panel.tsx';
import { StepBadge } from '../../../../components/step-badge.tsx';
import { NodeOverview } from './node-overview.tsx';
import classes from './panel.module.css';
import { PanelTabs } from './panel-tabs.tsx';
import { noTask, TASK_PARTS, tasksOfInstances, taskTab } from './task-parts.tsx';
import { ValueTable } from './value-table.tsx';

interface NodePanelProps {
  run: RunView;
  node: NodeView;
  onClose: () => void;
}

/** Everything about one step, without leaving the graph. */
export function NodePanel({ run, node, onClose }: NodePanelProps) {
  const { task, spec } = node;
  const instead = run.nodes.some(({ instanceOf }) => instanceOf === node.name) ? tasksOfInstances : noTask;
  const parameters = (
    <Panel title="Parameters" flush>
      <ValueTable label="Parameters" values={node.parameters} />
    </Panel>
  );
  const definition = spec ? (
    <Panel title="Definition" flush>
      <CodeBlock text={JSON.stringify(spec, null, 2)} label="definition of the step" maxHeight={10_000} />
    </Panel>
  ) : (
    noTask
  );
  return (
    <>
      <header className={classes.head}>
        <h2 className="truncate" title={node.name}>
          {node.name}
        </h2>
        <StepBadge state={node.state} />
        <span className={classes.headActions}>
          {task && (
            <Link to={`/tasks/${task}/info`} className={classes.details}>
              Full details <Icon name="external" size={12} />
            </Link>
          )}
          {node.run && (
            <Link to={`/pipelines/runs/${node.run}`} className={classes.details}>
              Its run <Icon name="external" size={12} />
            </Link>
          )}
          <IconButton icon="close" label="Close the step" size="sm" onClick={onClose} />
        </span>
      </header>
      <PanelTabs
        label="Step"
        tabs={[
          { key: 'overview', label: 'OVERVIEW', render: () => <NodeOverview run={run} node={node} /> },
          taskTab(TASK_PARTS.parameters, task, parameters),
          taskTab(TASK_PARTS.console, task, instead),
          taskTab(TASK_PARTS.metrics, task, instead),
          taskTab(TASK_PARTS.artifacts, task, instead),
          taskTab(TASK_PARTS.models, task, instead),
          taskTab(TASK_PARTS.code, task, definition),
        ]}
      />
    </>
  );
}
