import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export interface Gpu {
  index: number;
  uuid: string;
  /** Percent. */
  usage: number;
  /** Degrees Celsius. */
  temperature: number;
  /** MiB. */
  memoryUsed: number;
  /** MiB. */
  memoryFree: number;
}

const FIELDS = ['index', 'uuid', 'utilization.gpu', 'temperature.gpu', 'memory.used', 'memory.free'];
const TIMEOUT_MS = 5_000;

/** The NVIDIA GPUs of this machine; none where there is no driver. */
export async function readGpus(env: NodeJS.ProcessEnv): Promise<Gpu[]> {
  try {
    const args = [`--query-gpu=${FIELDS.join(',')}`, '--format=csv,noheader,nounits'];
    const { stdout } = await promisify(execFile)('nvidia-smi', args, { env, timeout: TIMEOUT_MS });
    return parseGpus(stdout);
  } catch {
    return [];
  }
}

/** What a GPU does not tell stands as `[N/A]` and counts as 0. */
export function parseGpus(csv: string): Gpu[] {
  return csv
    .split('\n')
    .map((line) => line.split(',').map((field) => field.trim()))
    .filter((fields) => fields.length === FIELDS.length)
    .map(([index, uuid, ...numbers]) => {
      const [usage, temperature, memoryUsed, memoryFree] = numbers.map((text) => Number(text) || 0);
      return {
        index: Number(index),
        uuid: uuid!,
        usage: usage!,
        temperature: temperature!,
        memoryUsed: memoryUsed!,
        memoryFree: memoryFree!,
      };
    });
}
