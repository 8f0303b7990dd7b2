import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { RunSpec } from '../../workflows/contracts/agent-api.ts';
import { splitArguments } from '../../workflows/domain/split-arguments.ts';
import { UserError } from './user-error.ts';

export interface TaskCommand {
  directory: string;
  command: [string, ...string[]];
  /** Folder of the script; the directory for a module. */
  scriptFolder: string;
}

export interface TaskCommandInput {
  script: Pick<RunSpec['script'], 'binary' | 'entry_point' | 'working_dir' | 'repository'>;
  workspace: string;
  python: string;
}

/** What to start, and where. Throws UserError for a folder or a script that is not there. */
export function taskCommand({ script, workspace, python }: TaskCommandInput): TaskCommand {
  const directory = workingDirectory(script, workspace);
  const words = entryWords(script.entry_point, directory);
  if (words[0] === '-m' || words[0] === '-c') return { directory, command: [python, '-u', ...words], scriptFolder: directory };
  const file = resolve(directory, words[0]!);
  if (!existsSync(file)) throw new UserError(`the script "${words[0]}" is not in ${script.working_dir || '.'} of the code`);
  const shell = /^(ba|da|z)?sh$/.exec(basename(script.binary));
  return { directory, command: shell ? [shell[0], ...words] : [python, '-u', ...words], scriptFolder: dirname(file) };
}

/** A task without a repository may name a folder of the machine that it was written on. */
function workingDirectory({ working_dir, repository }: TaskCommandInput['script'], workspace: string): string {
  if (!repository) return workspace;
  const directory = join(workspace, working_dir || '.');
  if (!existsSync(directory)) throw new UserError(`the working directory "${working_dir}" is not in the repository`);
  if (relative(realpathSync(workspace), realpathSync(directory)).startsWith('..'))
    throw new UserError(`the working directory "${working_dir}" leads out of the repository`);
  return directory;
}

/** An entry point may carry arguments, and a file's name may have blanks. */
function entryWords(entryPoint: string, directory: string): string[] {
  const words = existsSync(join(directory, entryPoint)) && entryPoint !== '' ? [entryPoint] : splitArguments(entryPoint);
  if (words.length === 0) throw new UserError('the task has no entry point: nothing says what to run');
  return words;
}
