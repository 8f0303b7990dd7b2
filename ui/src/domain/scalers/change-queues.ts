import type { ScalerChange, ScalerQueueView } from '../../../../workflows/contracts/autoscaler-api.ts';

/** All queues with their resources in order, with another maximum for one of them: a change names them all. */
export function withMaximum(
  queues: ScalerQueueView[],
  { queue, resource, max }: { queue: string; resource: string; max: number },
): NonNullable<ScalerChange['queues']> {
  return Object.fromEntries(
    queues.map(({ name, resources }) => [
      name,
      resources.map((one): [string, number] => [one.resource, name === queue && one.resource === resource ? max : one.max]),
    ]),
  );
}
