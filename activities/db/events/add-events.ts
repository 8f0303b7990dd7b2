import type { Db } from '../orm.ts';
import type { EventBatch, LogEvent } from './event-batch.ts';
import { notifyOfBatch } from './notify-live.ts';
import { lockOwners, type Owners } from './owners.ts';
import { storeScalars } from './scalars/store-scalars.ts';
import { storeImages } from './store-images.ts';
import { storeLogs } from './store-logs.ts';
import { storePlots } from './store-plots.ts';
import { storeVectors } from './store-vectors.ts';
import { touchOwners } from './touch-owners.ts';

export interface AddedEvents {
  added: number;
  /** What was left out: how many events for each reason. */
  errors: Record<string, number>;
}

/**
 * Stores a batch in one transaction. Of one owner, metric, variant and iteration the later event replaces the earlier one;
 * log lines are never merged. Events of unknown or published tasks and models are left out.
 */
export function addEvents(db: Db, batch: EventBatch): Promise<AddedEvents> {
  return db.em.fork().transactional(async (em) => {
    const owners = await lockOwners(em, batch);
    const { accepted, added, errors } = admit(batch, owners);
    if (added === 0) return { added, errors };
    await storeScalars(em, accepted.scalars);
    await storeLogs(em, accepted.logs, owners);
    await storePlots(em, accepted.plots);
    await storeImages(em, accepted.images);
    await storeVectors(em, accepted.vectors);
    await touchOwners(em, accepted);
    await notifyOfBatch(em, accepted);
    return { added, errors };
  });
}

function admit(batch: EventBatch, owners: Owners): AddedEvents & { accepted: EventBatch } {
  const errors: Record<string, number> = {};
  let added = 0;
  const select = <Event extends Pick<LogEvent, 'owner' | 'ofModel' | 'allowLocked'>>(events: Event[]): Event[] =>
    events.filter((event) => {
      const refusal = owners.refuse(event);
      if (refusal) errors[refusal] = (errors[refusal] ?? 0) + 1;
      else added += 1;
      return !refusal;
    });
  const accepted: EventBatch = {
    scalars: select(batch.scalars),
    logs: select(batch.logs),
    plots: select(batch.plots),
    images: select(batch.images),
    vectors: select(batch.vectors),
  };
  return { accepted, added, errors };
}
