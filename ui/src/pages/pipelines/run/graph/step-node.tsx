import { Handle, type NodeProps, Position } from '@xyflow/react';
import { memo } from 'react';
import type { StepKind } from '../../../../../../workflows/contracts/pipeline.ts';
import { Icon, type IconName } from '../../../../components/icon.tsx';
import { StepBadge } from '../../../../components/step-badge.tsx';
import { StepBar } from '../../../../components/step-bar.tsx';
import { Elapsed } from '../../../../components/time.tsx';
import { isEnd, stepColor } from '../../../../domain/pipelines/step-state.ts';
import { describeStep } from './describe-step.ts';
import type { FlowNode, StepData } from './flow-nodes.ts';
import { FoldButton } from './fold-button.tsx';
import classes from './graph.module.css';
import { StepButton } from './tab-stop.tsx';

const KIND_ICONS: Record<StepKind, IconName> = {
  task: 'play',
  function: 'function',
  pipeline: 'pipeline',
  approval: 'approve',
  wait: 'clock',
};

/** A step, or a folded group, as a card in the colour of its state. */
export const StepNode = memo(function StepNode({ id, data, selected }: NodeProps<FlowNode>) {
  const { label, node, state, counts } = data;
  return (
    <div
      className={classes.card}
      data-state={state}
      data-chosen={selected}
      data-stacked={counts !== null}
      style={{ ['--state' as string]: stepColor(state) }}
    >
      <Handle type="target" position={Position.Top} isConnectable={false} />
      <StepButton step={id} className={classes.choose} aria-label={describeStep(data)} aria-current={selected}>
        <span className={classes.name}>
          <Icon name={node ? KIND_ICONS[node.kind] : 'folder'} size={12} />
          <span className="truncate">{label}</span>
          {node && node.attempts > 1 && <span className={classes.attempts}>×{node.attempts}</span>}
        </span>
        {counts ? <StepBar counts={counts} /> : <StateLine data={data} />}
      </StepButton>
      {counts && <FoldButton group={id} label={label} folded />}
      {state === 'running' && node?.progress != null && (
        <span className={classes.progress} style={{ width: `${Math.min(100, node.progress)}%` }} />
      )}
      <Handle type="source" position={Position.Bottom} isConnectable={false} />
    </div>
  );
});

function StateLine({ data: { node, state } }: { data: StepData }) {
  return (
    <span className={classes.line}>
      <StepBadge state={state} />
      {state === 'running' && node?.progress != null && <span>{Math.round(node.progress)} %</span>}
      {node?.started && state !== 'cached' && (
        <span className={classes.duration}>
          <Elapsed start={node.started} end={node.ended ?? (isEnd(state) ? node.started : null)} />
        </span>
      )}
    </span>
  );
}
