import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

export interface Figure {
  what: string;
  value: number;
  unit: string;
  /** The same thing done by a peer, or the limit, measured in the same run. */
  beside?: { what: string; value: number };
  /** `lower` or `higher` is better; decides which way round the ratio is said. */
  better: 'lower' | 'higher';
}

/** Prints figures as a table and writes them to `bench/results/<name>.json`. */
export async function report(name: string, figures: Figure[]): Promise<void> {
  console.table(
    figures.map(({ what, value, unit, beside, better }) => ({
      what,
      value: `${round(value)} ${unit}`,
      beside: beside ? `${beside.what}: ${round(beside.value)} ${unit}` : '',
      ratio: beside && value > 0 ? `${round(ratio(value, beside.value, better))} × better` : '',
    })),
  );
  const folder = fileURLToPath(new URL('./results/', import.meta.url));
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}${name}.json`, `${JSON.stringify({ name, figures }, null, 2)}\n`);
}

const ratio = (value: number, beside: number, better: Figure['better']): number =>
  better === 'lower' ? beside / value : value / beside;

const round = (value: number): number => Number(value.toPrecision(3));

/** The `p`th percentile, 0 to 100, of unsorted values. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((p / 100) * sorted.length))] ?? Number.NaN;
}
