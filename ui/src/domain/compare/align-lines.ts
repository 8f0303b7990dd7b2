/** Lines of several texts beside each other: each row has the line of every text, or null where it has none there. */
export type AlignedRow = (string | null)[];

/** Above this many pairs of lines the differing middles are set below each other, instead of being searched for common lines. */
const MOST_PAIRS = 2_000_000;

/**
 * Puts the lines of texts beside those of the first one: equal lines into one row, lines that the first one does not have into rows
 * between, where those of several texts share their rows.
 */
export function alignLines(texts: (string | null)[]): AlignedRow[] {
  const [base = [], ...others] = texts.map(linesOf);
  const beside = others.map((own) => placeBeside(base, own));
  const between = (index: number): AlignedRow[] => {
    const most = Math.max(0, ...beside.map(({ before }) => before[index]!.length));
    return Array.from({ length: most }, (_, extra) => [null, ...beside.map(({ before }) => before[index]![extra] ?? null)]);
  };
  const rows = base.flatMap((line, index) => [
    ...between(index),
    [line, ...beside.map(({ same }) => (same[index] ? line : null))],
  ]);
  return [...rows, ...between(base.length)];
}

const linesOf = (text: string | null): string[] => (text === null || text === '' ? [] : text.replace(/\n$/, '').split('\n'));

/** Where the lines of a text stand beside the base: `same` at its lines, the others before them, the last ones after all. */
function placeBeside(base: string[], own: string[]): { same: boolean[]; before: string[][] } {
  const match = matchLines(base, own);
  let next = 0;
  const before = base.map((_, index) => {
    if (match[index] === -1) return [];
    const lines = own.slice(next, match[index]);
    next = match[index]! + 1;
    return lines;
  });
  return { same: [...match].map((at) => at !== -1), before: [...before, own.slice(next)] };
}

/** For each line of `base` the place of the same line in `own`, ascending; -1 where there is none. */
function matchLines(base: string[], own: string[]): Int32Array {
  const match = new Int32Array(base.length).fill(-1);
  let start = 0;
  while (start < base.length && start < own.length && base[start] === own[start]) {
    match[start] = start;
    start += 1;
  }
  let tail = 0;
  while (tail < base.length - start && tail < own.length - start && base[base.length - 1 - tail] === own[own.length - 1 - tail]) {
    match[base.length - 1 - tail] = own.length - 1 - tail;
    tail += 1;
  }
  const [height, width] = [base.length - start - tail, own.length - start - tail];
  if (height * width > 0 && height * width <= MOST_PAIRS) matchMiddle(base, own, { start, height, width, match });
  return match;
}

interface Middle {
  start: number;
  height: number;
  width: number;
  match: Int32Array;
}

/** The longest common subsequence of the differing middles. */
function matchMiddle(base: string[], own: string[], { start, height, width, match }: Middle): void {
  const lengths = new Uint32Array((height + 1) * (width + 1));
  const at = (row: number, column: number) => row * (width + 1) + column;
  const same = (row: number, column: number) => base[start + row] === own[start + column];
  for (let row = height - 1; row >= 0; row -= 1)
    for (let column = width - 1; column >= 0; column -= 1)
      lengths[at(row, column)] = same(row, column)
        ? lengths[at(row + 1, column + 1)]! + 1
        : Math.max(lengths[at(row + 1, column)]!, lengths[at(row, column + 1)]!);
  let [row, column] = [0, 0];
  while (row < height && column < width) {
    if (same(row, column)) {
      match[start + row] = start + column;
      row += 1;
      column += 1;
    } else if (lengths[at(row + 1, column)]! >= lengths[at(row, column + 1)]!) row += 1;
    else column += 1;
  }
}
