import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import type { EventBatch, LogEvent } from './event-batch.ts';

type OwnedEvent = Pick<LogEvent, 'owner' | 'ofModel' | 'allowLocked'>;

interface Owner {
  id: string;
  /** Published: it takes no more events, unless they say so. */
  locked: boolean;
  /** Number of a task's newest attempt; null before the first, and for models. */
  attempt: number | null;
}

export interface Owners {
  /** Why an event is not taken; undefined when it is. */
  refuse(event: OwnedEvent): string | undefined;
  /** Number of the task's newest attempt. */
  attemptOf(task: string): number | null;
}

/** Locks the tasks and models of a batch, in one order, so that batches of one owner happen one after the other. */
export async function lockOwners(em: Em, batch: EventBatch): Promise<Owners> {
  const { tasks: taskIds, models: modelIds } = idsOf(batch);
  const tasks = await query<Owner>(
    em,
    sql`select id, status in ('publishing', 'published') as locked, nullif(attempt, 0) as attempt
      from tasks where id = any(${taskIds}::text[]) order by id for no key update`,
  );
  const models =
    modelIds.length === 0
      ? []
      : await query<Owner>(
          em,
          sql`select id, ready as locked, null::int as attempt
            from models where id = any(${modelIds}::text[]) order by id for no key update`,
        );
  return describe(byId(tasks), byId(models));
}

function describe(tasks: Map<string, Owner>, models: Map<string, Owner>): Owners {
  return {
    refuse({ owner, ofModel, allowLocked }) {
      const found = (ofModel ? models : tasks).get(owner);
      const kind = ofModel ? 'model' : 'task';
      if (!found) return `Invalid ${kind} id`;
      return found.locked && !allowLocked ? `The ${kind} is published` : undefined;
    },
    attemptOf: (task) => tasks.get(task)?.attempt ?? null,
  };
}

function idsOf(batch: EventBatch): { tasks: string[]; models: string[] } {
  const tasks = new Set<string>();
  const models = new Set<string>();
  for (const events of Object.values(batch) as LogEvent[][]) {
    for (const event of events) (event.ofModel ? models : tasks).add(event.owner);
  }
  return { tasks: [...tasks], models: [...models] };
}

const byId = (rows: Owner[]): Map<string, Owner> => new Map(rows.map((row) => [row.id, row]));
