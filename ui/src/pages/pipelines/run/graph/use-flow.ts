import { useMemo, useRef } from 'react';
import type { NodeView } from '../../../../../../workflows/contracts/pipeline-api.ts';
import { dataByKey, type FlowNode, joinNodes, shapeKey, shapeOf } from './flow-nodes.ts';
import type { RouteEdge } from './route-edge.tsx';

interface FlowInput {
  nodes: NodeView[];
  /** Groups that somebody opened or closed. */
  toggled: ReadonlySet<string>;
  chosen: string | null;
}

/** The graph to draw. It is laid out anew when steps or groups come and go, not when a state changes. */
export function useFlow({ nodes, toggled, chosen }: FlowInput): { nodes: FlowNode[]; edges: RouteEdge[] } {
  const key = shapeKey(nodes);
  // The key stands for what the shape takes from the nodes
  const shape = useMemo(() => shapeOf(nodes, toggled), [key, toggled]);
  const before = useRef<ReadonlyMap<string, FlowNode>>(new Map());
  const data = useMemo(() => dataByKey(nodes, toggled), [nodes, toggled]);
  const drawn = useMemo(() => {
    const next = joinNodes(shape, data, chosen, before.current);
    before.current = new Map(next.map((node) => [node.id, node]));
    return next;
  }, [shape, data, chosen]);
  const edges = useMemo(() => shape.edges.map((edge) => highlight(edge, chosen)), [shape, chosen]);
  return { nodes: drawn, edges };
}

/** Edges at the chosen step stand out. */
const highlight = (edge: RouteEdge, chosen: string | null): RouteEdge =>
  chosen !== null && (edge.source === chosen || edge.target === chosen) ? { ...edge, className: 'near', zIndex: 2 } : edge;
