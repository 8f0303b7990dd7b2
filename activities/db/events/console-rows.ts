/** The longest text of one row, in UTF-16 units: an unfinished line is rewritten with each chunk that adds to it. */
const ROW_LIMIT = 65_536;

/** The row that holds the end of an unfinished line. */
export interface OpenRow {
  id: number;
  /** The row in which that line began. */
  start: number;
  /** Length of its text. */
  length: number;
}

/** A row to be added. */
export interface ConsoleRow {
  msg: string;
  /** How many lines begin in it. */
  lines: number;
  continues: number | null;
}

export interface ConsoleRows {
  /** Text to be added to the open row. */
  append: string;
  rows: ConsoleRow[];
  /** Where the stream stands in the middle of a line afterwards: in the open row as before, in the last of `rows`, or nowhere. */
  open: 'before' | 'last' | 'none';
}

/** Decides how the next text of a console stream is stored: rows of whole lines, and one for the beginning of the next line. */
export function planConsoleRows(text: string, open: OpenRow | null): ConsoleRows {
  const head = open ? text.slice(0, firstLineEnd(text)) : '';
  const rest = text.slice(head.length);
  const fits = open !== null && open.length + head.length <= ROW_LIMIT;
  const rows = [...(open && !fits ? [{ msg: head, lines: 0, continues: open.start }] : []), ...rowsOf(rest)];
  return { append: fits ? head : '', rows, open: openAfter(text, fits && rest === '') };
}

function openAfter(text: string, inOpenRow: boolean): ConsoleRows['open'] {
  if (text.endsWith('\n')) return 'none';
  return inOpenRow ? 'before' : 'last';
}

function rowsOf(text: string): ConsoleRow[] {
  const rows: ConsoleRow[] = [];
  const end = text.lastIndexOf('\n') + 1;
  for (let at = 0; at < end; ) {
    const msg = text.slice(at, rowEnd(text, at, end));
    rows.push({ msg, lines: countLineEnds(msg), continues: null });
    at += msg.length;
  }
  if (end < text.length) rows.push({ msg: text.slice(end), lines: 1, continues: null });
  return rows;
}

/** The end of the last line that fits into a row, or of the first when none fits. */
function rowEnd(text: string, from: number, end: number): number {
  if (end - from <= ROW_LIMIT) return end;
  const fitting = text.lastIndexOf('\n', from + ROW_LIMIT - 1) + 1;
  return fitting > from ? fitting : text.indexOf('\n', from) + 1;
}

function firstLineEnd(text: string): number {
  const newline = text.indexOf('\n');
  return newline < 0 ? text.length : newline + 1;
}

function countLineEnds(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
