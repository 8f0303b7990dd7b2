/** Where a line begins: row of `log_events`, and number of the line among those that begin in it. */
export interface LinePosition {
  row: number;
  index: number;
}

/** How far somebody has read a console. */
export interface ConsoleCursor extends LinePosition {
  /** Row of a line before that, which was not finished yet. */
  pending: number | null;
}

const LINE = /^(\d{1,15})\.(\d{1,9})$/;
const CURSOR = /^(\d{1,15}\.\d{1,9})(?:~(\d{1,15}))?$/;

export const START: LinePosition = { row: 0, index: 0 };

export const formatLine = ({ row, index }: LinePosition): string => `${row}.${index}`;

export const formatCursor = (cursor: ConsoleCursor): string =>
  formatLine(cursor) + (cursor.pending === null ? '' : `~${cursor.pending}`);

/** The cursor of a text; undefined when it is none. */
export function parseCursor(text: string): ConsoleCursor | undefined {
  const [, line, pending] = CURSOR.exec(text) ?? [];
  const [, row, index] = LINE.exec(line ?? '') ?? [];
  if (row === undefined || index === undefined) return undefined;
  return { row: Number(row), index: Number(index), pending: pending === undefined ? null : Number(pending) };
}
