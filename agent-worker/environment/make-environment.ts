import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from '../stages/user-error.ts';
import { blamingTheTask } from './blaming-the-task.ts';
import type { PackageSource } from './choose-packages.ts';
import { planInstall } from './install-plan.ts';
import type { Installer } from './installer.ts';
import type { Interpreter } from './interpreter.ts';
import type { PackageOptions } from './package-options.ts';

export interface MakeEnvironmentInput {
  folder: string;
  source: PackageSource;
  interpreter: Interpreter;
  installer: Installer;
  options: PackageOptions;
  /** A file for the requirements, in a folder that is there. */
  requirementsFile: string;
  print(line: string): void;
}

/** Makes a virtual environment with its packages and gives what is installed. Throws UserError for packages that cannot be. */
export async function makeEnvironment(input: MakeEnvironmentInput): Promise<string[]> {
  const { folder, source, interpreter, installer } = input;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  await installer.create(folder, interpreter);
  if (source.kind === 'lock') await blamingTheTask(() => installer.sync!(folder, source.folder, interpreter));
  if (source.kind === 'list') await installList(input, source);
  return installer.freeze(folder);
}

async function installList(input: MakeEnvironmentInput, { lines }: { lines: Parameters<typeof planInstall>[0] }): Promise<void> {
  const { folder, installer, options, requirementsFile, print } = input;
  for (const step of planInstall(lines, options)) {
    writeFileSync(requirementsFile, `${step.lines.join('\n')}\n`, { mode: 0o600 });
    try {
      await blamingTheTask(() => installer.install(folder, requirementsFile));
    } catch (error) {
      if (!step.optional || !(error instanceof UserError)) throw error;
      print(`going on without optional packages: ${error.message}`);
    }
  }
}
