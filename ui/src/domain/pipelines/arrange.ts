import { Graph, layout } from '@dagrejs/dagre';
import { type Block, blocksOf } from './blocks.ts';
import { type Box, GAP, type LevelEdge, NODE_HEIGHT, NODE_WIDTH, type Point } from './boxes.ts';

const RANK_GAP = 36;

interface Level {
  boxes: Box[];
  edges: LevelEdge[];
  /** Keys of the boxes that are open groups. */
  frames: ReadonlySet<string>;
}

interface Arrangement {
  /** Upper left corners. */
  at: Map<string, Point>;
  /** How the edges pass what stands between their ends. */
  routes: Map<string, Point[]>;
  width: number;
  height: number;
}

/** Ranks from top to bottom; alike boxes of a rank in rows. */
export function arrange({ boxes, edges, frames }: Level): Arrangement {
  const blocks = blocksOf(boxes, edges, frames);
  const blockOf = new Map(blocks.flatMap((block) => block.boxes.map(({ key }) => [key, block.key] as const)));
  const graph = new Graph();
  graph.setGraph({ rankdir: 'TB', nodesep: GAP, ranksep: RANK_GAP, marginx: 0, marginy: 0 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { key, width, height } of blocks) graph.setNode(key, { width, height });
  for (const { from, to } of edges) graph.setEdge(blockOf.get(from)!, blockOf.get(to)!);
  layout(graph);
  const centre = (key: string) => graph.node(key) as Point;
  const ranks = ranksOf(blocks, centre);
  const routes = edges.map(({ from, to, key }): [string, Point[]] => {
    const { points = [] } = graph.edge(blockOf.get(from)!, blockOf.get(to)!) as { points?: Point[] };
    return [key, points.slice(1, -1).flatMap((point) => throughRank(point, ranks))];
  });
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    at: new Map(blocks.flatMap((block) => cornersIn(block, centre(block.key)))),
    routes: new Map(routes.filter(([, points]) => points.length > 0)),
    width,
    height,
  };
}

function cornersIn(block: Block, centre: Point): [string, Point][] {
  return block.boxes.map(({ key }, index) => [
    key,
    {
      x: centre.x - block.width / 2 + (index % block.columns) * (NODE_WIDTH + GAP),
      y: centre.y - block.height / 2 + Math.floor(index / block.columns) * (NODE_HEIGHT + GAP),
    },
  ]);
}

interface Rank {
  y: number;
  height: number;
}

function ranksOf(blocks: Block[], centre: (key: string) => Point): Rank[] {
  const heights = new Map<number, number>();
  for (const { key, height } of blocks) {
    const { y } = centre(key);
    heights.set(y, Math.max(heights.get(y) ?? 0, height));
  }
  return [...heights].map(([y, height]) => ({ y, height }));
}

/** An edge that passes a rank goes straight through it; between ranks it may turn as it likes. */
function throughRank({ x, y }: Point, ranks: Rank[]): Point[] {
  const rank = ranks.find((one) => Math.abs(y - one.y) < 1);
  if (!rank) return [];
  return [
    { x, y: rank.y - rank.height / 2 },
    { x, y: rank.y + rank.height / 2 },
  ];
}
