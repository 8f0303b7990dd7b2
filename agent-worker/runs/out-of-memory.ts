import { readFileSync } from 'node:fs';

/** How many processes the kernel has killed for want of memory since the machine started; 0 where it does not say. */
export function countMemoryKills(): number {
  return readCounter('/proc/vmstat', /^oom_kill (\d+)$/m) + readCounter('/sys/fs/cgroup/memory.events', /^oom_kill (\d+)$/m);
}

function readCounter(path: string, pattern: RegExp): number {
  try {
    return Number(pattern.exec(readFileSync(path, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
