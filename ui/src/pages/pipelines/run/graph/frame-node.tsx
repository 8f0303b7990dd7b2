import { Handle, type NodeProps, Position } from '@xyflow/react';
import { memo } from 'react';
import { StepBar } from '../../../../components/step-bar.tsx';
import { stepColor } from '../../../../domain/pipelines/step-state.ts';
import { describeStep } from './describe-step.ts';
import type { FlowNode } from './flow-nodes.ts';
import { FoldButton } from './fold-button.tsx';
import classes from './graph.module.css';
import { StepButton } from './tab-stop.tsx';

/** An open group: a stage around its steps, a mapped or repeated step around its instances. */
export const FrameNode = memo(function FrameNode({ id, data, selected }: NodeProps<FlowNode>) {
  const { label, node, state, counts } = data;
  return (
    <div
      className={classes.frame}
      data-state={state}
      data-chosen={selected}
      data-stage={node === null}
      style={{ ['--state' as string]: stepColor(state) }}
    >
      <Handle type="target" position={Position.Top} isConnectable={false} />
      <div className={classes.frameHead}>
        <FoldButton group={id} label={label} folded={false} />
        <StepButton step={id} className={classes.frameTitle} aria-label={describeStep(data)} aria-current={selected}>
          <span className="truncate">{label}</span>
        </StepButton>
        <span className={classes.frameBar}>
          <StepBar counts={counts ?? {}} />
        </span>
      </div>
      <Handle type="source" position={Position.Bottom} isConnectable={false} />
    </div>
  );
});
