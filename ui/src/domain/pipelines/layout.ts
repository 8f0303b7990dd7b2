import { arrange } from './arrange.ts';
import { type Box, type LevelEdge, NODE_HEIGHT, NODE_WIDTH, type Point } from './boxes.ts';
import { edgeKey, type StepEdge } from './step-edges.ts';
import type { TreeItem } from './step-tree.ts';

const FRAME = { top: 36, side: 14 };

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

export interface Layout {
  /** Frames before what they hold. */
  placed: Placed[];
  /** Points between the ends of an edge through which it passes what stands in its way, by `edgeKey`; from the upper left corner of all. */
  routes: Map<string, Point[]>;
}

/** Places every item that is drawn. Each frame is laid out by itself, then set as one box into its surroundings. */
export function layoutSteps(tree: TreeItem[], edges: StepEdge[], folded: ReadonlySet<string>): Layout {
  const routes = new Map<string, { parent: string | null; points: Point[] }>();
  const { placed } = place(tree, null);
  return { placed, routes: absolute(routes, placed) };

  function place(items: TreeItem[], parent: string | null): { placed: Placed[]; width: number; height: number } {
    const inner = new Map(
      items.filter((item) => isFrame(item, folded)).map((item) => [item.key, place(item.children, item.key)] as const),
    );
    const boxes = items.map(({ key }): Box => {
      const content = inner.get(key);
      if (!content) return { key, width: NODE_WIDTH, height: NODE_HEIGHT };
      return { key, width: content.width + 2 * FRAME.side, height: content.height + FRAME.top + FRAME.side };
    });
    const offset = parent === null ? { x: 0, y: 0 } : { x: FRAME.side, y: FRAME.top };
    const arrangement = arrange({ boxes, edges: lift(items, edges), frames: new Set(inner.keys()) });
    for (const [key, points] of arrangement.routes)
      routes.set(key, { parent, points: points.map((point) => moved(point, offset)) });
    const placed = items.flatMap((item, index): Placed[] => {
      const { width, height } = boxes[index]!;
      const own = { item, parent, ...moved(arrangement.at.get(item.key)!, offset), width, height };
      return [own, ...(inner.get(item.key)?.placed ?? [])];
    });
    return { placed, width: arrangement.width, height: arrangement.height };
  }
}

const moved = ({ x, y }: Point, by: Point): Point => ({ x: x + by.x, y: y + by.y });

function absolute(routes: Map<string, { parent: string | null; points: Point[] }>, placed: Placed[]): Map<string, Point[]> {
  const origins = new Map<string | null, Point>([[null, { x: 0, y: 0 }]]);
  for (const { item, parent, x, y } of placed) origins.set(item.key, moved({ x, y }, origins.get(parent)!));
  return new Map(
    [...routes].map(([key, { parent, points }]) => [key, points.map((point) => moved(point, origins.get(parent)!))]),
  );
}

export const isFrame = (item: TreeItem, folded: ReadonlySet<string>): boolean =>
  item.children.length > 0 && !folded.has(item.key);

/** The edges between these items, whatever inside them they begin and end at. */
function lift(items: TreeItem[], edges: StepEdge[]): LevelEdge[] {
  const owner = new Map<string, string>();
  const claim = (item: TreeItem, key: string): void => {
    owner.set(item.key, key);
    for (const child of item.children) claim(child, key);
  };
  for (const item of items) claim(item, item.key);
  return edges.flatMap((drawn) => {
    const [from, to] = [owner.get(drawn.from), owner.get(drawn.to)];
    return from !== undefined && to !== undefined && from !== to ? [{ from, to, key: edgeKey(drawn) }] : [];
  });
}
