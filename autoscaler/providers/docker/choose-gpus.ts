import { CloudRefusal } from '../provider.ts';

export interface GpuChoice {
  wanted: number;
  /** Identifiers of the host's GPUs. */
  present: string[];
  /** Those that other machines have. */
  taken: string[];
  resource: string;
}

/**
 * GPUs of this host that no other machine has.
 * @throws CloudRefusal `invalid` when the host has too few at all, `capacity` when they are taken
 */
export function chooseGpus({ wanted, present, taken, resource }: GpuChoice): string[] {
  if (present.length < wanted)
    throw new CloudRefusal(
      'invalid',
      `the resource ${resource} wants ${wanted} GPUs; nvidia-smi finds ${present.length} on this host`,
    );
  const free = present.filter((gpu) => !taken.includes(gpu));
  if (free.length < wanted)
    throw new CloudRefusal('capacity', `${wanted} GPUs are wanted, and ${free.length} of this host's ${present.length} are free`);
  return free.slice(0, wanted);
}
