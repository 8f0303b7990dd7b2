import { readdir, readFile } from 'node:fs/promises';

/** Carried by every process that the run starts, however detached. */
const MARKER = `PERDURA_TEST_RUN=${process.pid}-${Date.now()}`;
const SETTLE_MS = 10_000;

export function markProcesses(): void {
  const [name, value] = MARKER.split('=') as [string, string];
  process.env[name] = value;
}

/** Fails the run when it does not end by itself: something is still open. */
export function failOnOpenHandles(): void {
  const timer = setTimeout(() => {
    console.error(`leak: still open after the last test: ${process.getActiveResourcesInfo().join(', ')}`);
    process.exit(1);
  }, SETTLE_MS);
  // Fires only while something else keeps the process alive.
  timer.unref();
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
