import type { Em } from '../../orm.ts';
import { query, sql } from '../../sql.ts';

export interface MonitoredStep {
  run: string;
  node: string;
  task: string;
}

/** Steps that run now and of which something is to be copied to their runs. */
export const listMonitored = (em: Em): Promise<MonitoredStep[]> =>
  query<MonitoredStep>(
    em,
    sql`select run, name as node, task from pipeline_nodes
        where state = 'running' and task is not null and kind = 'task'
          and (spec #> '{monitor,metrics}') || (spec #> '{monitor,artifacts}') || (spec #> '{monitor,models}') <> '[]'::jsonb`,
  );
