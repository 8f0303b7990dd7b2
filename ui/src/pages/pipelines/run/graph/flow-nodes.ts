import type { Node } from '@xyflow/react';
import type { StepState } from '../../../../../../workflows/contracts/pipeline.ts';
import type { NodeView } from '../../../../../../workflows/contracts/pipeline-api.ts';
import { isFrame, layoutSteps } from '../../../../domain/pipelines/layout.ts';
import { edgeKey, stepEdges } from '../../../../domain/pipelines/step-edges.ts';
import { countStates, summaryState } from '../../../../domain/pipelines/step-state.ts';
import { foldedKeys, leaves, stepTree, type TreeItem } from '../../../../domain/pipelines/step-tree.ts';
import type { RouteEdge } from './route-edge.tsx';

export interface StepData extends Record<string, unknown> {
  label: string;
  /** Null for a stage. */
  node: NodeView | null;
  state: StepState;
  /** Of what it holds; null for a step by itself. */
  counts: Partial<Record<StepState, number>> | null;
  folded: boolean;
}

export type FlowNode = Node<StepData, 'step' | 'frame'>;

/** Where everything stands. It changes with the shape of the graph only, not with the states. */
interface Shape {
  nodes: Omit<FlowNode, 'data'>[];
  edges: RouteEdge[];
}

export function shapeOf(nodes: NodeView[], toggled: ReadonlySet<string>): Shape {
  const tree = stepTree(nodes);
  const folded = foldedKeys(tree, toggled);
  const edges = stepEdges(tree, folded);
  const { placed, routes } = layoutSteps(tree, edges, folded);
  return {
    nodes: placed.map(({ item, parent, x, y, width, height }) => ({
      id: item.key,
      type: isFrame(item, folded) ? 'frame' : 'step',
      position: { x, y },
      width,
      height,
      ...(parent === null ? {} : { parentId: parent }),
    })),
    edges: edges.map((edge) => ({
      id: edgeKey(edge),
      type: 'route',
      source: edge.from,
      target: edge.to,
      data: { points: routes.get(edgeKey(edge)) ?? [] },
    })),
  };
}

/** What the shape depends on, as one text to compare. */
export const shapeKey = (nodes: NodeView[]): string =>
  JSON.stringify(nodes.map(({ name, instanceOf, stage, parents }) => [name, instanceOf, stage, parents]));

/** What each item shows now, by its key. */
export function dataByKey(nodes: NodeView[], toggled: ReadonlySet<string>): Map<string, StepData> {
  const tree = stepTree(nodes);
  const folded = foldedKeys(tree, toggled);
  const all = new Map<string, StepData>();
  const visit = (item: TreeItem): void => {
    all.set(item.key, dataOf(item, folded));
    item.children.forEach(visit);
  };
  tree.forEach(visit);
  return all;
}

function dataOf(item: TreeItem, folded: ReadonlySet<string>): StepData {
  const { label, node, children, key } = item;
  const counts = children.length === 0 ? null : countStates(leaves(item).map(({ state }) => state));
  return { label, node, counts, folded: folded.has(key), state: node?.state ?? summaryState(counts ?? {}) };
}

/** Keeps the object of every node that shows the same as before, so that only what changed is drawn again. */
export function joinNodes(
  shape: Shape,
  data: Map<string, StepData>,
  chosen: string | null,
  before: ReadonlyMap<string, FlowNode>,
): FlowNode[] {
  return shape.nodes.map((base) => {
    const next: FlowNode = { ...base, data: data.get(base.id)!, selected: base.id === chosen };
    const last = before.get(base.id);
    return last && isSame(last, next) ? last : next;
  });
}

function isSame(a: FlowNode, b: FlowNode): boolean {
  return (
    a.selected === b.selected &&
    a.type === b.type &&
    a.parentId === b.parentId &&
    a.position.x === b.position.x &&
    a.position.y === b.position.y &&
    a.width === b.width &&
    a.height === b.height &&
    a.data.node === b.data.node &&
    a.data.folded === b.data.folded &&
    a.data.state === b.data.state &&
    JSON.stringify(a.data.counts) === JSON.stringify(b.data.counts)
  );
}
