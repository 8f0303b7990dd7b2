/** Of the card of a step, and between cards, in pixels. */
export const NODE_WIDTH = 196;
export const NODE_HEIGHT = 54;
export const GAP = 18;

export interface Point {
  x: number;
  y: number;
}

export interface Box {
  key: string;
  width: number;
  height: number;
}

/** An edge between two boxes of one level; `key` names the one that is drawn, which may begin and end inside of them. */
export interface LevelEdge {
  from: string;
  to: string;
  key: string;
}
