import type { Em } from '../../orm.ts';
import { query, type Sql, sql } from '../../sql.ts';
import { columnsOf, type ReportedEvent, type ReportedKind, tableOf } from './reported-event.ts';

/** Whose samples are walked through. Plots are seen by metric, with all its variants; debug images by variant. */
export interface SampleScope {
  kind: Extract<ReportedKind, 'plots' | 'images'>;
  owner: string;
  ofModel: boolean;
  metric: string;
  /** Of debug images. */
  variant: string;
}

export interface SamplePosition extends SampleScope {
  iter: number;
}

export interface Sample {
  events: ReportedEvent[];
  /** Where the sample stands; null when there is none. */
  position: { metric: string; variant: string; iter: number } | null;
  /** First and last iteration of its metric, and variant. */
  minIter: number | null;
  maxIter: number | null;
}

/** The sample of an iteration, or of the latest one when none is named. */
export async function readSample(em: Em, scope: SampleScope, iter: number | null): Promise<Sample> {
  const [found] = await query<{ iter: number }>(
    em,
    sql`select e.iter::float8 as iter from ${tableOf(scope.kind)} e
      where ${within(scope)} and (${iter}::bigint is null or e.iter = ${iter}::bigint) order by e.iter desc limit 1`,
  );
  return found ? sampleAt(em, { ...scope, iter: found.iter }) : { events: [], position: null, minIter: null, maxIter: null };
}

export interface NeighbourInput {
  from: SamplePosition;
  earlier: boolean;
  /** Stays with the metric (and variant), and goes to another iteration. */
  sameMetric: boolean;
}

/** The sample before or after another one; null at the end. */
export async function readNeighbour(em: Em, { from, earlier, sameMetric }: NeighbourInput): Promise<Sample | null> {
  const order = sql.raw(earlier ? 'desc' : 'asc');
  const than = sql.raw(earlier ? '<' : '>');
  const variant = from.kind === 'images' ? sql`e.variant` : sql`''::text`;
  const [next] = await query<{ metric: string; variant: string; iter: number }>(
    em,
    sameMetric
      ? sql`select e.metric, e.variant, e.iter::float8 as iter from ${tableOf(from.kind)} e
          where ${within(from)} and e.iter ${than} ${from.iter} order by e.iter ${order} limit 1`
      : sql`select e.metric, e.variant, e.iter::float8 as iter from ${tableOf(from.kind)} e
          where e.owner = ${from.owner} and e.of_model = ${from.ofModel}
            and (e.iter, e.metric, ${variant}) ${than} (${from.iter}::bigint, ${from.metric}::text, ${from.kind === 'images' ? from.variant : ''}::text)
          order by e.iter ${order}, e.metric ${order}, ${variant} ${order} limit 1`,
  );
  return next ? sampleAt(em, { ...from, ...next }) : null;
}

async function sampleAt(em: Em, at: SamplePosition): Promise<Sample> {
  const events = await query<ReportedEvent>(
    em,
    sql`select ${columnsOf(at.kind)} from ${tableOf(at.kind)} e where ${within(at)} and e.iter = ${at.iter} order by e.variant, e.id`,
  );
  const [range] = await query<{ min: number | null; max: number | null }>(
    em,
    sql`select min(e.iter)::float8 as min, max(e.iter)::float8 as max from ${tableOf(at.kind)} e where ${within(at)}`,
  );
  const { metric, variant, iter } = at;
  return { events, position: { metric, variant, iter }, minIter: range?.min ?? null, maxIter: range?.max ?? null };
}

function within({ kind, owner, ofModel, metric, variant }: SampleScope): Sql {
  const one = sql`e.owner = ${owner} and e.of_model = ${ofModel} and e.metric = ${metric}`;
  return kind === 'images' ? sql`${one} and e.variant = ${variant}` : one;
}
