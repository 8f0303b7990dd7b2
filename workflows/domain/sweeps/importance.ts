import { canonical } from '../canonical.ts';

export interface MeasuredTrial {
  parameters: Record<string, unknown>;
  score: number;
}

const FEWEST = 8;
const MOST_GROUPS = 10;

/**
 * How much of the differences between trials each parameter explains by itself, as shares of one: ε² of a one-way comparison of the
 * scores' ranks, with numbers in groups of equal size. Null while too few trials have ended, or when nothing explains anything.
 */
export function importanceOf(trials: readonly MeasuredTrial[]): Record<string, number> | null {
  if (trials.length < FEWEST) return null;
  const ranks = ranksOf(trials.map(({ score }) => score));
  const names = [...new Set(trials.flatMap(({ parameters }) => Object.keys(parameters)))];
  const explained = names.map((name) => explainedShare(groupsOf(trials.map(({ parameters }) => parameters[name])), ranks));
  const sum = explained.reduce((all, share) => all + share, 0);
  if (sum === 0) return null;
  return Object.fromEntries(names.map((name, i) => [name, (explained[i] as number) / sum]));
}

/** Equal scores share the middle of their ranks. */
function ranksOf(scores: number[]): number[] {
  const order = scores.map((_, i) => i).toSorted((a, b) => (scores[a] as number) - (scores[b] as number));
  const ranks = new Array<number>(scores.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && scores[order[to] as number] === scores[order[from] as number]) to += 1;
    for (let i = from; i < to; i += 1) ranks[order[i] as number] = (from + to - 1) / 2;
    from = to;
  }
  return ranks;
}

/** The group of each trial by its value; a parameter that it does not have is a group of its own. */
function groupsOf(values: unknown[]): string[] {
  const numbers = values.filter((value) => typeof value === 'number');
  const count = Math.min(MOST_GROUPS, Math.floor(Math.sqrt(values.length)));
  if (new Set(numbers).size <= count) return values.map((value) => canonical(value ?? null));
  const order = ranksOf(numbers);
  let next = 0;
  return values.map((value) => {
    if (typeof value !== 'number') return canonical(value ?? null);
    return String(Math.min(count - 1, Math.floor(((order[next++] as number) / numbers.length) * count)));
  });
}

function explainedShare(groups: string[], ranks: number[]): number {
  const mean = average(ranks);
  const total = ranks.reduce((sum, rank) => sum + (rank - mean) ** 2, 0);
  const members = [...Map.groupBy(ranks.keys(), (i) => groups[i] as string).values()];
  if (total === 0 || members.length < 2 || members.length >= ranks.length) return 0;
  const between = members.reduce(
    (sum, group) => sum + group.length * (average(group.map((i) => ranks[i] as number)) - mean) ** 2,
    0,
  );
  const chance = ((members.length - 1) * (total - between)) / (ranks.length - members.length);
  return Math.max(0, (between - chance) / total);
}

const average = (numbers: number[]): number => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
