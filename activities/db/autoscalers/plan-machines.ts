import { randomBytes } from 'node:crypto';
import type { KnownResources } from '../../../autoscaler/config/policy.ts';
import { instanceTypeOf, isSpot } from '../../../autoscaler/config/resource-facts.ts';
import type { ScalerConfiguration } from '../../../autoscaler/config/scaler-configuration.ts';
import type { AutoscalerInput, ScalerLook } from '../../../workflows/contracts/autoscaler.ts';
import type { PlannedEnd, PlannedLaunch, ScalerPlan } from '../../../workflows/domain/autoscaler/plan.ts';
import { planScaling } from '../../../workflows/domain/autoscaler/plan-scaling.ts';
import type { ScalerSnapshot } from '../../../workflows/domain/autoscaler/snapshot.ts';
import type { ScalerRow } from '../entities/scaler.entity.ts';
import { newId } from '../ids.ts';
import type { Db, Em } from '../orm.ts';
import { jsonb, query, sql } from '../sql.ts';
import { addScalerEvent } from './add-event.ts';
import { addScalerSample } from './add-sample.ts';
import { statusOf } from './change-mode.ts';
import { isCloudDue, isNothingLate } from './cloud-due.ts';
import { readSnapshot } from './read-snapshot.ts';

export interface PlanInput {
  input: AutoscalerInput;
  /** Prices and GPUs of the resources of a configuration. */
  known(configuration: ScalerConfiguration): KnownResources;
  now: Date;
}

/** Before a scaler stops while a launch that was not confirmed may still turn up. */
const LAST_LOOKS_MS = 15_000;

const OVER: ScalerLook = { launch: [], end: [], seeCloud: false, nextMs: 0, over: true };

/**
 * One look, in one transaction: reads everything, plans, and writes the plan down before anything is done about it. So whoever dies
 * afterwards leaves a record of everything that may exist in the cloud.
 */
export function planMachines(db: Db, { input, known, now }: PlanInput): Promise<ScalerLook> {
  return db.em.fork().transactional(async (em) => {
    const [scaler] = await query<ScalerRow>(em, sql`select * from scalers where id = ${input.scaler} for update`);
    if (!scaler || scaler.mode === 'stopped') return OVER;
    const rates = known(scaler.configuration);
    const snapshot = await readSnapshot(em, { scaler, known: rates, now });
    const plan = planScaling(snapshot);
    await writePlan(em, { scaler, snapshot, plan, now });
    const lastLooks = statusOf(scaler.mode) === 'stopping' && snapshot.machines.length === 0;
    if (lastLooks && (await isNothingLate(em, scaler))) return stop(em, scaler.id);
    return {
      ...(await pending(em, scaler.id)),
      seeCloud: await isCloudDue(em, scaler, now),
      nextMs: lastLooks ? Math.min(plan.nextLookMs, LAST_LOOKS_MS) : plan.nextLookMs,
      over: false,
    };
  });
}

interface PlanToWrite {
  scaler: ScalerRow;
  snapshot: ScalerSnapshot;
  plan: ScalerPlan;
  now: Date;
}

async function writePlan(em: Em, { scaler, snapshot, plan, now }: PlanToWrite): Promise<void> {
  for (const launch of plan.launch) await insertMachines(em, { scaler, snapshot, launch, now });
  for (const end of plan.end) await markEnding(em, { scaler: scaler.id, end, now });
  await query(
    em,
    sql`update machines set draining = case when id = any(${plan.drain}) then coalesce(draining, ${now}) end
        where scaler = ${scaler.id} and ended is null and (draining is not null) <> (id = any(${plan.drain}))`,
  );
  await query(
    em,
    sql`update scalers set last_look = ${now}, next_look = ${new Date(now.getTime() + plan.nextLookMs)} where id = ${scaler.id}`,
  );
  // Apart from the times, which change with every look: only what is new is told to those who watch.
  await query(
    em,
    sql`update scalers set notes = ${jsonb(plan.notes)} where id = ${scaler.id} and notes is distinct from ${jsonb(plan.notes)}`,
  );
  await addScalerSample(em, { scaler: scaler.id, snapshot, now });
}

interface LaunchToWrite {
  scaler: ScalerRow;
  snapshot: ScalerSnapshot;
  launch: PlannedLaunch;
  now: Date;
}

async function insertMachines(em: Em, { scaler, snapshot, launch, now }: LaunchToWrite): Promise<void> {
  const { queue, resource, count, why } = launch;
  const configured = scaler.configuration.configurations.resource_configurations[resource]!;
  const price = snapshot.policy.resources[resource]?.hourlyPrice ?? null;
  const spot = isSpot(configured);
  for (let index = 0; index < count; index += 1) {
    await query(
      em,
      sql`insert into machines (id, scaler, queue, resource, instance_type, spot, why, hourly_price, join_token, created)
          values (${newId()}, ${scaler.id}, ${queue}, ${resource}, ${instanceTypeOf(configured)}, ${spot}, ${why}, ${price},
            ${randomBytes(32).toString('base64url')}, ${now})`,
    );
  }
  const text = `${count} × ${resource} for ${queue}; ${why}`;
  await addScalerEvent(em, { scaler: scaler.id, machine: null, kind: 'launch', text, actor: 'server', at: now });
}

async function markEnding(em: Em, { scaler, end, now }: { scaler: string; end: PlannedEnd; now: Date }): Promise<void> {
  await query(
    em,
    sql`update machines set state = 'ending', ending = ${now}, end_reason = ${end.reason}, end_why = ${end.why}
        where id = ${end.machine} and state not in ('ending', 'ended')`,
  );
  const text = `${end.why}${end.requeue ? '; what it runs goes back to its queue' : ''}`;
  await addScalerEvent(em, { scaler, machine: end.machine, kind: 'end', text, actor: 'server', at: now });
}

/** What is to be carried out, that of earlier looks included. */
async function pending(em: Em, scaler: string): Promise<Pick<ScalerLook, 'launch' | 'end'>> {
  const rows = await query<{ id: string; state: 'planned' | 'ending' }>(
    em,
    sql`select id, state from machines where scaler = ${scaler} and state in ('planned', 'ending') order by created, id`,
  );
  const idsOf = (wanted: string) => rows.filter(({ state }) => state === wanted).map(({ id }) => id);
  return { launch: idsOf('planned'), end: idsOf('ending') };
}

async function stop(em: Em, scaler: string): Promise<ScalerLook> {
  await query(em, sql`update scalers set mode = 'stopped', notes = '[]' where id = ${scaler}`);
  await addScalerEvent(em, {
    scaler,
    machine: null,
    kind: 'note',
    text: 'stopped: no machine is left',
    actor: 'server',
    at: new Date(),
  });
  return OVER;
}
