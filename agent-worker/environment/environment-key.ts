import { createHash } from 'node:crypto';
import type { PackageSource } from './choose-packages.ts';
import type { Interpreter } from './interpreter.ts';
import type { PackageOptions } from './package-options.ts';
import { areKeepable } from './requirement-lines.ts';

export interface KeyInput {
  interpreter: Interpreter;
  source: PackageSource;
  options: PackageOptions;
  /** Of the container that it is made in. */
  image?: string | undefined;
  /** Of the machine, such as `linux-x64`. */
  platform?: string;
}

/** The name of an environment by everything that it is made from; undefined for one that must not be used twice. */
export function environmentKey({
  interpreter,
  source,
  options,
  image,
  platform = `${process.platform}-${process.arch}`,
}: KeyInput): string | undefined {
  if (source.kind === 'list' && !areKeepable(source.lines)) return undefined;
  if (source.kind === 'lock' && !source.keepable) return undefined;
  const parts = {
    python: interpreter.version,
    path: interpreter.path,
    platform,
    image,
    installer: options.installer,
    pip: options.installer === 'uv' ? [] : options.pipVersions,
    channels: options.installer === 'conda' ? options.condaChannels : undefined,
    indexes: options.extraIndexUrls,
    flags: source.kind === 'lock' ? lockFlags(options) : options.extraInstallFlags,
    system: options.systemSitePackages,
    source: contentOf(source),
  };
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

const lockFlags = ({ installer, poetry, uvSyncArguments }: PackageOptions): unknown =>
  installer === 'poetry' ? { version: poetry.version ?? null, flags: poetry.installArguments } : uvSyncArguments;

function contentOf(source: PackageSource): unknown {
  if (source.kind === 'lock') return { lock: source.text };
  return source.kind === 'list' ? source.lines.map(({ text }) => text.replace(/\s+/g, ' ')) : [];
}
