import { type FitViewOptions, Panel, useReactFlow } from '@xyflow/react';
import type { NodeView } from '../../../../../../workflows/contracts/pipeline-api.ts';
import { IconButton } from '../../../../components/icon-button.tsx';
import { foldable, stepTree, togglesFor } from '../../../../domain/pipelines/step-tree.ts';
import classes from './graph.module.css';

interface GraphToolsProps {
  nodes: NodeView[];
  setToggled: (groups: ReadonlySet<string>) => void;
  fit: FitViewOptions;
}

/** Zoom, fit, and all groups at once. */
export function GraphTools({ nodes, setToggled, fit }: GraphToolsProps) {
  const flow = useReactFlow();
  const tree = stepTree(nodes);
  const fold = (closed: boolean) => {
    setToggled(new Set(togglesFor(tree, closed)));
    requestAnimationFrame(() => void flow.fitView(fit));
  };
  return (
    <Panel position="top-left">
      <div className={classes.tools} role="toolbar" aria-label="View of the graph">
        <IconButton icon="plus" label="Zoom in" size="sm" onClick={() => void flow.zoomIn()} />
        <IconButton icon="minus" label="Zoom out" size="sm" onClick={() => void flow.zoomOut()} />
        <IconButton icon="fit" label="Fit" size="sm" onClick={() => void flow.fitView(fit)} />
        {foldable(tree).length > 0 && (
          <>
            <IconButton icon="collapse" label="Collapse all groups" size="sm" onClick={() => fold(true)} />
            <IconButton icon="expand" label="Expand all groups" size="sm" onClick={() => fold(false)} />
          </>
        )}
      </div>
    </Panel>
  );
}
