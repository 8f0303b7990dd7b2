import type { ResourcePolicy } from './policy.ts';
import type { MachineFacts, WaitingTasks } from './snapshot.ts';

/** Whether a machine of this resource can run a task that needs so many GPUs. */
export const fits = (resource: ResourcePolicy | undefined, gpus: number): boolean =>
  resource !== undefined && (resource.gpus === null || resource.gpus >= gpus);

export const countTasks = (groups: readonly WaitingTasks[]): number => groups.reduce((sum, { count }) => sum + count, 0);

/** The tasks that the machines at hand, and those on their way, will not take: the others wait for nothing but these machines. */
export function unserved(
  waiting: WaitingTasks[],
  { machines, resources }: { machines: MachineFacts[]; resources: Record<string, ResourcePolicy> },
): { tasks: WaitingTasks[]; spare: number } {
  const gpusOf = ({ resource }: MachineFacts) => resources[resource]?.gpus ?? Number.POSITIVE_INFINITY;
  // The most demanding task gets the smallest machine that is enough for it.
  const free = machines.toSorted((a, b) => gpusOf(a) - gpusOf(b));
  const tasks = waiting
    .toSorted((a, b) => b.gpus - a.gpus)
    .map(({ gpus, count }) => {
      let left = count;
      for (let index = 0; index < free.length && left > 0; ) {
        if (fits(resources[free[index]!.resource], gpus)) {
          free.splice(index, 1);
          left -= 1;
        } else index += 1;
      }
      return { gpus, count: left };
    });
  return { tasks: tasks.filter(({ count }) => count > 0), spare: free.length };
}
