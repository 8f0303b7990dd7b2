import { createReadStream, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type Docker from 'dockerode';
import { execa } from 'execa';
import { withFileLock } from '../../../tools/with-file-lock.ts';
import { isInstalled } from './is-installed.ts';

export const MACHINE_IMAGE = 'perdura-test-machine';
const PACKAGES = ['ca-certificates', 'git', 'procps', 'python3', 'python3-venv'];
const BUILD_MS = 600_000;

/** The image cannot be made here. */
export class NoImage extends Error {
  override name = 'NoImage';
}

/** Gives an engine an image with Python and git. It is made once from the packages of this Debian, and kept. */
export async function provideMachineImage(docker: Docker): Promise<void> {
  const present = await docker.listImages({ filters: { reference: [MACHINE_IMAGE] } });
  if (present.length > 0) return;
  const file = await machineFileSystem();
  // It is there when the engine has said so.
  await text(await docker.importImage(createReadStream(file), { repo: MACHINE_IMAGE }));
}

/** The file system of a small Debian, as a tar file. */
async function machineFileSystem(): Promise<string> {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'perdura');
  const file = join(cache, 'test-machine-1.tar');
  await withFileLock(file, { signal: AbortSignal.timeout(BUILD_MS) }, async () => {
    if (existsSync(file)) return;
    if (!(await isInstalled('mmdebstrap'))) throw new NoImage('mmdebstrap, which makes their image, is not installed');
    const { codename, mirror } = await debianHere();
    const part = `${file}.part`;
    await rm(part, { force: true });
    const options = ['--variant=minbase', '--dpkgopt=force-unsafe-io', `--include=${PACKAGES.join(',')}`];
    await execa('mmdebstrap', [...options, '--format=tar', codename, part, mirror], { timeout: BUILD_MS });
    await rename(part, file);
  });
  return file;
}

/** From where this machine has its own packages. */
async function debianHere(): Promise<{ codename: string; mirror: string }> {
  const { stdout: codename } = await execa('sh', ['-c', '. /etc/os-release && echo "$VERSION_CODENAME"']);
  const { stdout } = await execa('apt-get', ['indextargets', '--format', '$(RELEASE) $(REPO_URI)', 'Created-By: Packages']);
  const mirror = stdout
    .split('\n')
    .map((line) => line.split(' '))
    .find(([release]) => release === codename)?.[1];
  if (!mirror)
    throw new NoImage(`apt knows no archive of ${codename || 'this system'}; the image for machines is made on Debian`);
  return { codename, mirror };
}
