import { fileOf } from '../../../autoscaler/config/file.ts';
import { compilePolicy } from '../../../autoscaler/config/policy.ts';
import { providerKindOf } from '../../../autoscaler/config/provider-kind.ts';
import { instanceTypeOf, isSpot } from '../../../autoscaler/config/resource-facts.ts';
import type { AutoscalerSummary, AutoscalerView, ScalerQueueView } from '../../../workflows/contracts/autoscaler-api.ts';
import type { QueuePolicy, ScalerPolicy } from '../../../workflows/domain/autoscaler/policy.ts';
import type { MachineFacts, MachineState, WaitingTasks } from '../../../workflows/domain/autoscaler/snapshot.ts';
import { countTasks } from '../../../workflows/domain/autoscaler/supply.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { statusOf } from './change-mode.ts';
import type { ShownScaler } from './find-scaler.ts';
import { readMachines, readWaiting } from './read-snapshot.ts';
import type { Known } from './refuse-configuration.ts';
import { spendOf, spentToday } from './spend.ts';

export interface ViewInput {
  scaler: ShownScaler;
  known: Known;
  now: Date;
}

/** A scaler as lists show it. */
export async function summarizeScaler(em: Em, { scaler, known, now }: ViewInput): Promise<AutoscalerSummary> {
  const { configuration, mode } = scaler;
  const policy = compilePolicy(configuration, { ...known(configuration), now });
  const machines = await readMachines(em, scaler.id, now);
  const waiting = await readWaiting(em, policy.queues);
  const { hoursPerDay, costPerDay, atLimit } = policy.budget;
  return {
    id: scaler.id,
    name: scaler.name,
    provider: providerKindOf(configuration.hyper_params.cloud_provider),
    status: statusOf(mode),
    user: await readUser(em, scaler.user_id),
    created: scaler.created.toISOString(),
    queues: policy.queues.map((queue) => viewQueue(queue, { scaler, policy, machines, waiting, now })),
    machines: countStates(machines),
    maxMachines: mostMachines(policy),
    spentToday: await spentToday(em, scaler.id, now),
    budget: { hoursPerDay, costPerDay, atLimit },
    lastLook: scaler.last_look?.toISOString() ?? null,
    nextLook: mode === 'stopped' ? null : (scaler.next_look?.toISOString() ?? null),
    notes: scaler.notes,
    cloudError: scaler.cloud_error ?? null,
  };
}

/** A scaler with its configuration, and what it has used up in all. */
export async function viewScaler(em: Em, input: ViewInput): Promise<AutoscalerView> {
  const { scaler, now } = input;
  const { spend, machines } = await spendOf(em, { scaler: scaler.id, from: new Date(0), until: now });
  const [counts] = await query<{ tasks: number; neverJoined: number }>(
    em,
    sql`select
          (select count(*)::int from machines m join attempts a on a.worker = m.worker where m.scaler = ${scaler.id}) as tasks,
          (select count(*)::int from machines where scaler = ${scaler.id} and end_reason = 'spin-up') as "neverJoined"`,
  );
  return {
    ...(await summarizeScaler(em, input)),
    configuration: fileOf(scaler.configuration),
    total: { ...spend, machines, ...counts! },
  };
}

interface QueueContext {
  scaler: ShownScaler;
  policy: ScalerPolicy;
  machines: MachineFacts[];
  waiting: Record<string, WaitingTasks[]>;
  now: Date;
}

function viewQueue({ queue, resources, warm }: QueuePolicy, context: QueueContext): ScalerQueueView {
  const { scaler, policy, machines, waiting, now } = context;
  const { resource_configurations } = scaler.configuration.configurations;
  return {
    name: queue,
    waiting: countTasks(waiting[queue] ?? []),
    warm,
    resources: resources.map(({ resource, max }) => {
      const configured = resource_configurations[resource]!;
      const backoff = scaler.backoffs[resource];
      return {
        resource,
        instanceType: instanceTypeOf(configured),
        spot: isSpot(configured),
        max,
        machines: machines.filter((machine) => machine.queue === queue && machine.resource === resource).length,
        hourlyPrice: policy.resources[resource]?.hourlyPrice ?? null,
        backoff:
          backoff && backoff.until > now.getTime()
            ? { until: new Date(backoff.until).toISOString(), reason: backoff.reason }
            : null,
      };
    }),
  };
}

async function readUser(em: Em, id: string): Promise<string> {
  const [row] = await query<{ name: string }>(em, sql`select name from users where id = ${id}`);
  return row?.name ?? id;
}

function countStates(machines: MachineFacts[]): Partial<Record<MachineState, number>> {
  return Object.fromEntries([...Map.groupBy(machines, ({ state }) => state)].map(([state, group]) => [state, group.length]));
}

/** How many machines there can be at a time. */
function mostMachines({ queues, resources, maxMachines }: ScalerPolicy): number {
  const pairs = Map.groupBy(
    queues.flatMap((queue) => queue.resources),
    ({ resource }) => resource,
  );
  const sums = [...pairs].map(([resource, group]) =>
    Math.min(resources[resource]?.max ?? Number.POSITIVE_INFINITY, sum(group.map(({ max }) => max))),
  );
  return Math.min(maxMachines ?? Number.POSITIVE_INFINITY, sum(sums));
}

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);
