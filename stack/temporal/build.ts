import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { TEMPORAL_CLI_VERSION } from './version.ts';

/** Builds the program from source with Go. What Go fetches and caches lies under `folder` and is removed at success. */
export async function buildTemporal(folder: string, signal: AbortSignal): Promise<void> {
  const work = join(folder, 'go');
  await execa('go', ['install', `github.com/temporalio/cli/cmd/temporal@v${TEMPORAL_CLI_VERSION}`], {
    cancelSignal: signal,
    cwd: folder,
    env: {
      GOBIN: join(work, 'bin'),
      GOPATH: work,
      GOCACHE: join(work, 'build'),
      GOMODCACHE: join(work, 'modules'),
      GOFLAGS: '-modcacherw -trimpath -ldflags=-s',
      GOOS: '',
      GOARCH: '',
    },
  });
  await rename(join(work, 'bin/temporal'), join(folder, 'temporal'));
  await rm(work, { recursive: true, force: true });
}

/** Whether there is a Go to build with. */
export const hasGo = async (): Promise<boolean> => !(await execa('go', ['version'], { reject: false })).failed;
