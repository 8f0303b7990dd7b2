import type { RunRef } from '../../../workflows/contracts/run.ts';
import type { SweepChange, SweepLimits, SweepSpec } from '../../../workflows/contracts/sweep.ts';
import type { ChangedSweep } from '../../../workflows/contracts/sweep-activities.ts';
import { canonical } from '../../../workflows/domain/canonical.ts';
import { checkLimits, checkSpec } from '../../../workflows/domain/sweeps/check-spec.ts';
import { checkNarrower } from '../../../workflows/domain/sweeps/narrow.ts';
import type { Db } from '../orm.ts';
import { jsonb, query, sql } from '../sql.ts';
import { addSweepEvent } from './add-event.ts';
import { lockSweep } from './lock-sweep.ts';
import { isWatched } from './open-sweep.ts';
import { readSpec, refuseFaults, SPEC_ITEM } from './read-spec.ts';
import { readEndedMs } from './settle-trials.ts';

export interface ChangeInput {
  run: RunRef;
  change: SweepChange;
  /** `user:<id>` */
  by: string;
}

/**
 * Changes the definition of a running sweep and writes that into its history.
 * @throws Refusal `invalid` naming the field when the change does not fit the definition as it stands
 */
export function changeSweep(db: Db, { run, change, by }: ChangeInput): Promise<ChangedSweep> {
  return db.em.fork().transactional(async (em) => {
    const { task } = await lockSweep(em, run);
    const before = await readSpec(em, task);
    const after = changedSpec(before, change);
    const texts = describeChange(before, after);
    const changed = { limits: after.limits, watched: isWatched(after), endedMs: await readEndedMs(em, task) };
    if (texts.length === 0) return changed;
    await query(
      em,
      sql`update tasks set configuration = jsonb_set(configuration, ${[SPEC_ITEM, 'value']}::text[], ${jsonb(JSON.stringify(after, null, 2))}),
            last_change = now() where id = ${task}`,
    );
    // The points of a narrowed grid are counted anew; those that were tried are passed over.
    if (change.space && after.strategy.kind === 'grid') await query(em, sql`update sweeps set cursor = 0 where task = ${task}`);
    for (const text of texts) await addSweepEvent(em, { sweep: task, text, actor: by });
    return changed;
  });
}

/** @throws Refusal `invalid` */
export function changedSpec(before: SweepSpec, change: SweepChange): SweepSpec {
  if (change.limits) refuseFaults(checkLimits(change.limits));
  if (change.space) refuseFaults(checkNarrower(before.space, change.space));
  const after = {
    ...before,
    limits: { ...before.limits, ...change.limits },
    space: change.space ?? before.space,
    keepTop: change.keepTop === undefined ? before.keepTop : change.keepTop,
  };
  refuseFaults(checkSpec(after));
  return after;
}

function describeChange(before: SweepSpec, after: SweepSpec): string[] {
  const limits = Object.keys(after.limits) as (keyof SweepLimits)[];
  const texts = limits.flatMap((name) =>
    before.limits[name] === after.limits[name] ? [] : [`${name}: ${before.limits[name]} → ${after.limits[name]}`],
  );
  for (const name of Object.keys(after.space)) {
    const [was, is] = [canonical(before.space[name]), canonical(after.space[name])];
    if (was !== is) texts.push(`space of ${name}: ${was} → ${is}`);
  }
  if (before.keepTop !== after.keepTop) texts.push(`keepTop: ${before.keepTop} → ${after.keepTop}`);
  return texts;
}
