import { type Sql, sql } from '../../sql.ts';

/** Kinds of events that are read as they were reported: by metric, variant and iteration. */
export type ReportedKind = 'plots' | 'images' | 'vectors';

export interface ReportedEvent {
  id: number;
  owner: string;
  of_model: boolean;
  metric: string;
  variant: string;
  iter: number;
  /** Milliseconds since the epoch. */
  at: number;
  worker: string;
  /** Of plots: Plotly JSON. */
  plot_str?: string;
  /** Of debug images. */
  key?: string;
  url?: string;
  /** Of vectors. */
  values?: number[];
}

export const TABLES = { plots: 'plots', images: 'debug_images', vectors: 'vectors' } as const satisfies Record<
  ReportedKind,
  string
>;

const EXTRAS = { plots: 'e.plot_str', images: 'e.key, e.url', vectors: 'e.values' } as const;

export const tableOf = (kind: ReportedKind): Sql => sql.table(TABLES[kind]);

/** The columns of a ReportedEvent, of a table named `e`. Iterations and times fit into doubles. */
export const columnsOf = (kind: ReportedKind): Sql =>
  sql.raw(`e.id::float8, e.owner, e.of_model, e.metric, e.variant, e.iter::float8, e.at::float8, e.worker, ${EXTRAS[kind]}`);
