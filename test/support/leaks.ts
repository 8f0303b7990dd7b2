import { readdir, readFile } from 'node:fs/promises';

/** Carried by every process that the run starts, however detached. */
const MARKER = `PERDURA_TEST_RUN=${process.pid}-${Date.now()}`;
const SETTLE_MS = 10_000;

export function markProcesses(): void {
  const [name, value] = MARKER.split('=') as [string, string];
  process.env[name] = value;
}

/** What keeps a process alive that forgets it. */
const HANDLES = ['FSEventWrap', 'PipeWrap', 'ProcessWrap', 'TCPServerWrap', 'TCPSocketWrap', 'Timeout', 'TLSSocketWrap'];

export const openHandles = (): string[] => process.getActiveResourcesInfo().filter((type) => HANDLES.includes(type));

/** @throws Error naming the handles that a test file has opened, beyond those of before, and left open */
export async function failOnOpenHandles(before: string[]): Promise<void> {
  const end = Date.now() + SETTLE_MS;
  for (;;) {
    const left = beyond(openHandles(), before);
    if (left.length === 0) return;
    if (Date.now() > end) throw new Error(`leak: still open after the last test of the file: ${left.join(', ')}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function beyond(now: string[], before: string[]): string[] {
  const known = [...before];
  return now.filter((type) => {
    const index = known.indexOf(type);
    if (index >= 0) known.splice(index, 1);
    return index < 0;
  });
}

/** @throws Error naming the processes that tests have started and left behind */
export async function failOnLeakedProcesses(): Promise<void> {
  const end = Date.now() + SETTLE_MS;
  for (;;) {
    const left = await markedProcesses();
    if (left.length === 0) return;
    if (Date.now() > end) throw new Error(`leak: processes left behind: ${left.join('; ')}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function markedProcesses(): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const found: string[] = [];
  for (const pid of pids) {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    if (!environment.split('\0').includes(MARKER)) continue;
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (command) found.push(`${pid} ${command.replaceAll('\0', ' ').slice(0, 120)}`);
  }
  return found;
}
