import type { MachineProvider } from '../autoscaler/providers/provider.ts';

/** Characters of a console that are kept, its end: it says how things went. */
const MOST = 256 * 1024;

/** What a machine has printed, without what Postgres cannot hold; null while there is nothing. */
export async function readConsole(provider: MachineProvider, cloudId: string): Promise<string | null> {
  const text = await provider.readConsole(cloudId);
  return text === null ? null : text.slice(-MOST).toWellFormed().replaceAll('\0', '\uFFFD');
}
