import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { CommandError } from '../stages/run-command.ts';
import { UserError } from '../stages/user-error.ts';
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

const PASSING =
  /error sending request|dns error|connection (refused|reset)|timed? ?out|temporary failure in name resolution|name or service not known|all attempts to connect|no space left on device/i;

/** What an installer refuses is wrong in the task, unless the network or the disk is to blame. */
async function blamingTheTask(install: () => Promise<unknown>): Promise<void> {
  try {
    await install();
  } catch (error) {
    if (!(error instanceof CommandError) || error.exitCode === undefined || PASSING.test(error.output)) throw error;
    throw new UserError(`the packages cannot be installed: ${reasonIn(error.output)}`);
  }
}

/** The lines in which installers say what is wrong: `× …`, `╰─▶ …`, `ERROR: …`. */
function reasonIn(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  const first = lines.findIndex((line) => /^(×|error|╰─▶)/i.test(line));
  const reason = (first < 0 ? lines.slice(-5) : lines.slice(first)).filter((line) => line !== '').join(' ');
  return reason.replace(/[×╰─▶]\s*/g, '').slice(0, 1_000);
}
