import { Graph, layout } from '@dagrejs/dagre';
import type { StepEdge } from './step-edges.ts';
import type { TreeItem } from './step-tree.ts';

export const NODE_WIDTH = 196;
export const NODE_HEIGHT = 54;
const GAP = 18;
const RANK_GAP = 36;
const FRAME = { top: 36, side: 14 };
/** Alike steps beside each other, from this number on, are set in rows instead of one endless row. */
const ROWS_FROM = 7;

export interface Placed {
  item: TreeItem;
  /** Key of the frame that it lies in. */
  parent: string | null;
  /** From the upper left corner of the parent. */
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Box {
  key: string;
  width: number;
  height: number;
}

/** Places every item that is drawn, frames before what they hold. Each frame is laid out by itself, then set as one box into its surroundings. */
export function layoutSteps(tree: TreeItem[], edges: StepEdge[], folded: ReadonlySet<string>): Placed[] {
  return place(tree, null).placed;

  function place(items: TreeItem[], parent: string | null): { placed: Placed[]; width: number; height: number } {
    const inner = new Map(
      items.filter((item) => isFrame(item, folded)).map((item) => [item.key, place(item.children, item.key)] as const),
    );
    const boxes = items.map(({ key }): Box => {
      const content = inner.get(key);
      if (!content) return { key, width: NODE_WIDTH, height: NODE_HEIGHT };
      return { key, width: content.width + 2 * FRAME.side, height: content.height + FRAME.top + FRAME.side };
    });
    const { at, width, height } = arrange(boxes, lift(items, edges), new Set(inner.keys()));
    const placed = items.flatMap((item, index): Placed[] => {
      const { x, y } = at.get(item.key)!;
      const offset = parent === null ? { x: 0, y: 0 } : { x: FRAME.side, y: FRAME.top };
      const box = boxes[index]!;
      const own = { item, parent, x: x + offset.x, y: y + offset.y, width: box.width, height: box.height };
      return [own, ...(inner.get(item.key)?.placed ?? [])];
    });
    return { placed, width, height };
  }
}

export const isFrame = (item: TreeItem, folded: ReadonlySet<string>): boolean =>
  item.children.length > 0 && !folded.has(item.key);

/** The edges between these items, whatever inside them they begin and end at. */
function lift(items: TreeItem[], edges: StepEdge[]): StepEdge[] {
  const owner = new Map<string, string>();
  const claim = (item: TreeItem, key: string): void => {
    owner.set(item.key, key);
    for (const child of item.children) claim(child, key);
  };
  for (const item of items) claim(item, item.key);
  return edges.flatMap(({ from, to }) => {
    const [a, b] = [owner.get(from), owner.get(to)];
    return a !== undefined && b !== undefined && a !== b ? [{ from: a, to: b }] : [];
  });
}

interface Arrangement {
  at: Map<string, { x: number; y: number }>;
  width: number;
  height: number;
}

/** Ranks from top to bottom; alike boxes of a rank in rows. */
function arrange(boxes: Box[], edges: StepEdge[], frames: ReadonlySet<string>): Arrangement {
  const blocks = blocksOf(boxes, edges, frames);
  const blockOf = new Map(blocks.flatMap((block) => block.boxes.map(({ key }) => [key, block] as const)));
  const graph = new Graph();
  graph.setGraph({ rankdir: 'TB', nodesep: GAP, ranksep: RANK_GAP, marginx: 0, marginy: 0 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { key, width, height } of blocks) graph.setNode(key, { width, height });
  for (const { from, to } of edges) graph.setEdge(blockOf.get(from)!.key, blockOf.get(to)!.key);
  layout(graph);
  const at = new Map<string, { x: number; y: number }>();
  for (const block of blocks) {
    const centre = graph.node(block.key) as { x: number; y: number };
    block.boxes.forEach(({ key }, index) => {
      const [column, row] = [index % block.columns, Math.floor(index / block.columns)];
      at.set(key, {
        x: centre.x - block.width / 2 + column * (NODE_WIDTH + GAP),
        y: centre.y - block.height / 2 + row * (NODE_HEIGHT + GAP),
      });
    });
  }
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return { at, width, height };
}

interface Block extends Box {
  boxes: Box[];
  columns: number;
}

function blocksOf(boxes: Box[], edges: StepEdge[], frames: ReadonlySet<string>): Block[] {
  const neighbours = new Map(boxes.map(({ key }) => [key, { from: [] as string[], to: [] as string[] }]));
  for (const { from, to } of edges) {
    neighbours.get(from)!.to.push(to);
    neighbours.get(to)!.from.push(from);
  }
  const likeness = ({ key }: Box): string => {
    if (frames.has(key)) return key;
    const { from, to } = neighbours.get(key)!;
    return JSON.stringify([from.toSorted(), to.toSorted()]);
  };
  return [...Map.groupBy(boxes, likeness).values()].flatMap((alike) =>
    alike.length < ROWS_FROM ? alike.map(single) : [inRows(alike)],
  );
}

const single = (box: Box): Block => ({ ...box, boxes: [box], columns: 1 });

function inRows(boxes: Box[]): Block {
  const columns = Math.ceil(Math.sqrt(boxes.length * 1.2));
  const rows = Math.ceil(boxes.length / columns);
  return {
    key: boxes[0]!.key,
    width: columns * (NODE_WIDTH + GAP) - GAP,
    height: rows * (NODE_HEIGHT + GAP) - GAP,
    boxes,
    columns,
  };
}
