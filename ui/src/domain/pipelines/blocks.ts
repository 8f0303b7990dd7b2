import { type Box, GAP, type LevelEdge, NODE_HEIGHT, NODE_WIDTH } from './boxes.ts';

/** Alike steps beside each other, from this number on, are set in rows instead of one endless row. */
const ROWS_FROM = 5;

/** One box, or alike boxes in rows. */
export interface Block extends Box {
  boxes: Box[];
  columns: number;
}

/** Boxes of the same parents and children that are no frames make one block when they are many. */
export function blocksOf(boxes: Box[], edges: LevelEdge[], frames: ReadonlySet<string>): Block[] {
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
