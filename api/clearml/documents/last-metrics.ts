import type { Em } from '../../../activities/db/orm.ts';
import { query, sql } from '../../../activities/db/sql.ts';
import { type Paths, pick } from '../query/projection.ts';
import type { Document } from './document.ts';
import { wireFloat } from './wire-float.ts';

interface SeriesRow {
  owner: string;
  metric: string;
  variant: string;
  metric_hash: string;
  variant_hash: string;
  value: number | null;
  min_value: number | null;
  min_iter: string | null;
  max_value: number | null;
  max_iter: string | null;
  first_value: number | null;
  first_iter: string | null;
  sum: number;
  count: number;
  /** How many of them are numbers. */
  finite: number;
}

/** Gives documents their `last_metrics`: by hash of metric and of variant, the summary of each curve. */
export async function addLastMetrics(
  em: Em,
  documents: Document[],
  { ofModel, paths }: { ofModel: boolean; paths: Paths },
): Promise<void> {
  if (documents.length === 0) return;
  const byOwner = Map.groupBy(await readSeries(em, documents, { ofModel, paths }), (row) => row.owner);
  for (const document of documents) document.last_metrics = pick(summaries(byOwner.get(document.id as string) ?? []), paths);
}

async function readSeries(
  em: Em,
  documents: Document[],
  { ofModel, paths }: { ofModel: boolean; paths: Paths },
): Promise<SeriesRow[]> {
  const owners = documents.map((document) => document.id);
  const metrics = paths === 'whole' ? null : paths.map(([metric]) => metric);
  return query<SeriesRow>(
    em,
    sql`select owner, metric, variant, metric_hash, variant_hash, value, min_value, min_iter, max_value, max_iter,
          first_value, first_iter, sum, count, finite
        from series where owner = any(${owners}::text[]) and of_model = ${ofModel}
          and (${metrics}::text[] is null or metric_hash = any(${metrics}::text[]))`,
  );
}

function summaries(rows: SeriesRow[]): Record<string, Document> {
  const metrics: Record<string, Document> = {};
  for (const row of rows) {
    metrics[row.metric_hash] ??= {};
    (metrics[row.metric_hash] as Document)[row.variant_hash] = summary(row);
  }
  return metrics;
}

const iteration = (value: string | null): number | undefined => (value === null ? undefined : Number(value));

function summary(row: SeriesRow): Document {
  return {
    metric: row.metric,
    variant: row.variant,
    value: wireFloat(row.value),
    min_value: wireFloat(row.min_value),
    min_value_iteration: iteration(row.min_iter),
    max_value: wireFloat(row.max_value),
    max_value_iteration: iteration(row.max_iter),
    first_value: wireFloat(row.first_value),
    first_value_iteration: iteration(row.first_iter),
    mean_value: wireFloat(row.finite > 0 ? row.sum / row.finite : row.value),
    count: row.count,
  };
}
