import type { Em } from '../../orm.ts';
import { query, sql } from '../../sql.ts';
import { type ReportedKind, TABLES } from './reported-event.ts';

export interface MetricName {
  owner: string;
  metric: string;
  variant: string;
}

/** Under which metrics and variants tasks (or models) have events of a kind. */
export function readNames(
  em: Em,
  { kind, owners, ofModel }: { kind: ReportedKind | 'scalars'; owners: string[]; ofModel: boolean },
): Promise<MetricName[]> {
  const table = sql.table(kind === 'scalars' ? 'series' : TABLES[kind]);
  return query<MetricName>(
    em,
    sql`select distinct owner, metric, variant from ${table}
      where owner = any(${owners}::text[]) and of_model = ${ofModel} order by owner, metric, variant`,
  );
}
