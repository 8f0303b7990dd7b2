import { readdir, readFile } from 'node:fs/promises';

/** Linux counts the processor time of a process in hundredths of a second. */
const TICK_MS = 10;

/** Where `/proc` says how long a process has worked: for itself and in the kernel, and the same of its children that have ended. */
const USER_TICKS = 11;

export type Children = Map<number, number[]>;

/** The processes of this machine by their parents. */
export async function childrenByParent(): Promise<Children> {
  const children: Children = new Map();
  for (const name of await readdir('/proc')) {
    const fields = /^\d+$/.test(name) ? await readFields(Number(name)) : null;
    if (!fields) continue;
    const parent = Number(fields[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  return children;
}

/** A process and all that come from it. */
export function family(pid: number, children: Children): number[] {
  return [pid, ...(children.get(pid) ?? []).flatMap((child) => family(child, children))];
}

/** Milliseconds of processor time that the processes, and the children of theirs that have ended, have taken so far. */
export async function processorMs(pids: readonly number[]): Promise<number> {
  const times = await Promise.all(
    pids.map(async (pid) => {
      const fields = await readFields(pid);
      const ticks = fields?.slice(USER_TICKS, USER_TICKS + 4).map(Number) ?? [];
      return ticks.reduce((total, time) => total + time, 0) * TICK_MS;
    }),
  );
  return times.reduce((total, time) => total + time, 0);
}

/** What `/proc` says of a process, from its state on; null when it is gone. */
async function readFields(pid: number): Promise<string[] | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  return stat === null ? null : stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
