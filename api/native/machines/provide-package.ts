import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const BUILD = fileURLToPath(new URL('../../../deploy/package/build.ts', import.meta.url));

/** This installation's own package as npm installs it: from the given file, else made now, which takes some seconds. */
export async function providePackage(file: string | undefined): Promise<Buffer> {
  if (file) return readFile(file);
  const folder = await mkdtemp(join(tmpdir(), 'perdura-package-'));
  try {
    await execa(process.execPath, [BUILD, join(folder, 'package')]);
    const { stdout } = await execa('tar', ['--create', '--gzip', '--directory', folder, 'package'], { encoding: 'buffer' });
    return Buffer.from(stdout);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
