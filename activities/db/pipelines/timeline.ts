import type { StepState } from '../../../workflows/contracts/pipeline.ts';
import type { Em } from '../orm.ts';
import { query, type Sql, sql } from '../sql.ts';

export interface TimelineEntry {
  run: string;
  node?: string | null;
  state?: StepState | null;
  text?: string;
  actor?: string | null;
}

/** Adds to the timeline of a run, from which it is drawn as of any moment. */
export async function addToTimeline(em: Em, entry: TimelineEntry): Promise<void> {
  await query(em, addingToTimeline(entry));
}

/** The statement of `addToTimeline`. */
export const addingToTimeline = ({ run, node = null, state = null, text = '', actor = null }: TimelineEntry): Sql =>
  sql`insert into pipeline_events (run, at, node, state, text, actor) values (${run}, now(), ${node}, ${state}, ${text}, ${actor})`;
