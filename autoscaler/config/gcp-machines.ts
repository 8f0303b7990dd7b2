/**
 * Families of Compute Engine whose machines come with their GPUs: how many by the number of virtual processors, as Google lists them.
 * Machines of the families `a2`, `a3` and `a4` have it in their names (`a2-highgpu-4g`).
 */
const GPUS_BY_PROCESSORS: Record<string, Record<number, number>> = {
  g2: { 4: 1, 8: 1, 12: 1, 16: 1, 32: 1, 24: 2, 48: 4, 96: 8 },
  g4: { 6: 1, 12: 1, 24: 1, 48: 1, 96: 2, 192: 4, 384: 8 },
};

/** GPUs that a machine of a type comes with; others get theirs by `gpu_type`. */
export function gpusOfMachineType(type: string): number {
  const named = /^a\d\w*-.*?(\d+)g(-|$)/.exec(type);
  if (named) return Number(named[1]);
  const sized = /^(\w+)-[a-z]+-(\d+)(-|$)/.exec(type);
  return (sized && GPUS_BY_PROCESSORS[sized[1]!]?.[Number(sized[2])]) || 0;
}
