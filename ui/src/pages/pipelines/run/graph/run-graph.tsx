import '@xyflow/react/dist/base.css';
import { type EdgeTypes, MiniMap, type NodeTypes, ReactFlow, ReactFlowProvider, useStore } from '@xyflow/react';
import { type Dispatch, type SetStateAction, useCallback, useRef } from 'react';
import type { NodeView } from '../../../../../../workflows/contracts/pipeline-api.ts';
import { toggled as toggledIn } from '../../../../components/data-table/selection.ts';
import { EmptyState } from '../../../../components/states.tsx';
import { stepColor } from '../../../../domain/pipelines/step-state.ts';
import type { FlowNode } from './flow-nodes.ts';
import { FrameNode } from './frame-node.tsx';
import classes from './graph.module.css';
import { GraphTools } from './graph-tools.tsx';
import { type RouteEdge, RouteEdgeView } from './route-edge.tsx';
import { StepNode } from './step-node.tsx';
import { TabStopContext } from './tab-stop.tsx';
import { ToggleGroup } from './toggle-context.ts';
import { useFlow } from './use-flow.ts';
import { useGraphKeys } from './use-graph-keys.ts';
import { useReveal } from './use-reveal.ts';

const NODE_TYPES: NodeTypes = { step: StepNode, frame: FrameNode };
const EDGE_TYPES: EdgeTypes = { route: RouteEdgeView };
const FIT = { padding: 0.08, maxZoom: 1.1 };
const LEAST_ZOOM = 0.04;
const MOST_ZOOM = 2;
/** From farther away nothing on a card can be read, so that nothing need be painted. */
const READABLE_ZOOM = 0.3;
/** A graph of fewer cards is read without a map. */
const MINIMAP_FROM = 25;

interface RunGraphProps {
  nodes: NodeView[];
  chosen: string | null;
  onChoose: (name: string | null) => void;
  /** Groups that somebody opened or closed. */
  toggled: ReadonlySet<string>;
  setToggled: Dispatch<SetStateAction<ReadonlySet<string>>>;
}

/** The steps of a run and what leads to what. */
export function RunGraph(props: RunGraphProps) {
  if (props.nodes.length === 0)
    return (
      <EmptyState icon="pipeline" title="No steps">
        They appear here as soon as the run has its definition.
      </EmptyState>
    );
  return (
    <ReactFlowProvider>
      <Graph {...props} />
    </ReactFlowProvider>
  );
}

function Graph({ nodes: steps, chosen, onChoose, toggled, setToggled }: RunGraphProps) {
  const { nodes, edges } = useFlow({ nodes: steps, toggled, chosen });
  const frame = useRef<HTMLDivElement>(null);
  const toggle = useCallback((group: string) => setToggled((before) => toggledIn(before, group)), [setToggled]);
  const { stop, handlers } = useGraphKeys({ frame, nodes, toggle, leave: () => onChoose(null) });
  useReveal(chosen);
  const isFar = useStore(({ transform: [, , zoom] }) => zoom < READABLE_ZOOM);
  return (
    <div ref={frame} className={classes.graph} data-far={isFar} {...handlers}>
      <TabStopContext value={stop}>
        <ToggleGroup value={toggle}>
          <ReactFlow<FlowNode, RouteEdge>
            aria-label="Steps"
            nodes={nodes}
            edges={edges}
            nodeTypes={NODE_TYPES}
            edgeTypes={EDGE_TYPES}
            onNodeClick={(_, { id, data }) => data.node && onChoose(id)}
            onPaneClick={() => onChoose(null)}
            fitView
            fitViewOptions={FIT}
            minZoom={LEAST_ZOOM}
            maxZoom={MOST_ZOOM}
            nodesDraggable={false}
            nodesConnectable={false}
            nodesFocusable={false}
            edgesFocusable={false}
            elementsSelectable={false}
            elevateNodesOnSelect={false}
            zoomOnDoubleClick={false}
            deleteKeyCode={null}
            selectionKeyCode={null}
            multiSelectionKeyCode={null}
            panActivationKeyCode={null}
            zoomActivationKeyCode={null}
            disableKeyboardA11y
          >
            <GraphTools nodes={steps} setToggled={setToggled} fit={FIT} />
            {nodes.length >= MINIMAP_FROM && (
              <MiniMap<FlowNode>
                ariaLabel="Overview"
                pannable
                zoomable
                style={{ width: 150, height: 100 }}
                nodeColor={({ data, type }) => (type === 'frame' ? 'transparent' : stepColor(data.state))}
                nodeStrokeColor={({ type }) => (type === 'frame' ? 'var(--line)' : 'transparent')}
              />
            )}
          </ReactFlow>
        </ToggleGroup>
      </TabStopContext>
    </div>
  );
}
