import type { Em } from '../../orm.ts';
import { query, sql } from '../../sql.ts';

export interface PlotName {
  metric: string;
  variant: string;
  /** Rising. */
  iterations: number[];
}

/** Which plots a task has. */
export function listPlots(em: Em, task: string): Promise<PlotName[]> {
  return query<PlotName>(
    em,
    sql`select metric, variant, json_agg(iter order by iter) as iterations from plots
      where owner = ${task} and not of_model group by metric, variant order by metric, variant`,
  );
}

/** The Plotly JSON of one plot, as the client sent it; null when there is none. */
export async function readPlot(
  em: Em,
  { task, metric, variant, iter }: { task: string; metric: string; variant: string; iter: number },
): Promise<string | null> {
  const [row] = await query<{ plot_str: string }>(
    em,
    sql`select plot_str from plots where owner = ${task} and not of_model and iter = ${iter}
        and md5(metric) = md5(${metric}) and md5(variant) = md5(${variant})`,
  );
  return row?.plot_str ?? null;
}
