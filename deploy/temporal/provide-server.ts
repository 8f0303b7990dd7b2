import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../../stack/cache-folder.ts';
import { goInstall, hasGo } from '../../stack/go-install.ts';
import type { Progress } from '../../stack/progress.ts';

/** The release that docker-compose.yml names too. */
export const TEMPORAL_SERVER_VERSION = '1.29.1';

export interface ProvideServerOptions {
  env: NodeJS.ProcessEnv;
  progress: Progress;
  signal: AbortSignal;
}

/**
 * The folder with Temporal's production server and its schema tool, under the names that they have in Temporal's own
 * images: `temporal-server` and `temporal-sql-tool`. Built from source at the first call. Throws an Error without Go.
 */
export async function provideTemporalServer({ env, progress, signal }: ProvideServerOptions): Promise<string> {
  const folder = cacheFolder(env, `temporal-server-${TEMPORAL_SERVER_VERSION}`);
  if (existsSync(join(folder, 'temporal-server'))) return folder;
  if (!(await hasGo())) throw new Error('Temporal’s production server is built from source, which needs Go 1.24 or newer');
  await progress.step(`building the Temporal server ${TEMPORAL_SERVER_VERSION} from source with Go (some minutes)`, () =>
    build(folder, signal),
  );
  return folder;
}

/** Works in a folder of its own, so that two builds at once do not meet. */
async function build(target: string, signal: AbortSignal): Promise<void> {
  const folder = `${target}.${process.pid}`;
  await mkdir(folder, { recursive: true });
  try {
    await goInstall({ packages: PACKAGES, folder, signal }, async (bin) => {
      await rename(join(bin, 'sql'), join(bin, 'temporal-sql-tool'));
      await rename(join(bin, 'server'), join(bin, 'temporal-server'));
      await rm(target, { recursive: true, force: true });
      await mkdir(dirname(target), { recursive: true });
      await rename(bin, target);
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const PACKAGES = ['cmd/server', 'cmd/tools/sql'].map((path) => `go.temporal.io/server/${path}@v${TEMPORAL_SERVER_VERSION}`);
