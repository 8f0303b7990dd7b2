import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';

export interface GoInstallOptions {
  /** `path@version`, all of one module. */
  packages: string[];
  /** What Go fetches and caches lies under it, and is removed at success. */
  folder: string;
  signal: AbortSignal;
}

/** Builds programs from source. `use` gets the folder that holds them, named by the last parts of their paths. */
export async function goInstall(
  { packages, folder, signal }: GoInstallOptions,
  use: (bin: string) => Promise<void>,
): Promise<void> {
  const work = join(folder, 'go');
  await execa('go', ['install', ...packages], {
    cancelSignal: signal,
    cwd: folder,
    env: {
      GOBIN: join(work, 'bin'),
      GOPATH: work,
      GOCACHE: join(work, 'build'),
      GOMODCACHE: join(work, 'modules'),
      GOFLAGS: ['-modcacherw -trimpath -ldflags=-s', process.env.GOFLAGS].filter(Boolean).join(' '),
      GOOS: '',
      GOARCH: '',
    },
  });
  await use(join(work, 'bin'));
  await rm(work, { recursive: true, force: true });
}

/** Whether there is a Go to build with. */
export const hasGo = async (): Promise<boolean> => !(await execa('go', ['version'], { reject: false })).failed;
