import type { SearchSpace } from '../../../workflows/contracts/sweep.ts';
import { type PlainStrategy, type Point, pointsFrom, restOf } from '../../../workflows/domain/sweeps/propose.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

export interface NextPointsInput {
  sweep: string;
  strategy: PlainStrategy;
  space: SearchSpace;
  cursor: number;
  count: number;
}

export interface NextPoints {
  points: Point[];
  cursor: number;
  /** No point is left that was not tried. */
  exhausted: boolean;
}

/** Points tried before that are looked past before all that were tried are read. */
const PATIENCE = 200;

/** The next points of a strategy that no trial of the sweep has tried. */
export async function nextPoints(em: Em, input: NextPointsInput): Promise<NextPoints> {
  const { strategy, space, cursor, count } = input;
  const quick = await untried(em, input, count);
  if (quick.length === count) return { points: quick, cursor: cursor + count, exhausted: false };
  const patient = (await untried(em, input, count + PATIENCE)).slice(0, count);
  const last = patient.at(-1);
  if (patient.length === count && last) return { points: patient, cursor: last.index + 1, exhausted: false };
  const end = cursor + count + PATIENCE;
  const tried = new Set([...(await allTried(em, input.sweep)), ...patient.map(({ fingerprint }) => fingerprint)]);
  const rest = restOf({ strategy, space, cursor: end, tried, count: count - patient.length });
  const points = [...patient, ...rest];
  return { points, cursor: end, exhausted: points.length < count };
}

/** Which of the next `window` points were not tried, each once. */
async function untried(em: Em, { sweep, strategy, space, cursor }: NextPointsInput, window: number) {
  const points = pointsFrom(strategy, space, cursor, window);
  const tried = await triedAmong(
    em,
    sweep,
    points.map(({ fingerprint }) => fingerprint),
  );
  return points.filter(({ fingerprint }) => {
    const isNew = !tried.has(fingerprint);
    tried.add(fingerprint);
    return isNew;
  });
}

async function triedAmong(em: Em, sweep: string, fingerprints: string[]): Promise<Set<string>> {
  const rows = await query<{ fingerprint: string }>(
    em,
    sql`select fingerprint from sweep_trials
        where sweep = ${sweep} and md5(fingerprint) in (select md5(f) from unnest(${fingerprints}::text[]) f)`,
  );
  return new Set(rows.map(({ fingerprint }) => fingerprint));
}

async function allTried(em: Em, sweep: string): Promise<string[]> {
  const rows = await query<{ fingerprint: string }>(em, sql`select fingerprint from sweep_trials where sweep = ${sweep}`);
  return rows.map(({ fingerprint }) => fingerprint);
}
