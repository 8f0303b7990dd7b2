import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { goInstall } from '../go-install.ts';
import { TEMPORAL_CLI_VERSION } from './version.ts';

/** Builds the program from source with Go. What Go fetches and caches lies under `folder` and is removed at success. */
export async function buildTemporal(folder: string, signal: AbortSignal): Promise<void> {
  const packages = [`github.com/temporalio/cli/cmd/temporal@v${TEMPORAL_CLI_VERSION}`];
  await goInstall({ packages, folder, signal }, (bin) => rename(join(bin, 'temporal'), join(folder, 'temporal')));
}
