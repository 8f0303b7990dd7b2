import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { splitArguments } from '../../workflows/domain/split-arguments.ts';
import { parseRequirements, type RequirementLine } from './requirement-lines.ts';

/** Where the packages of a task come from. */
export type PackageSource =
  | { kind: 'list'; what: string; lines: RequirementLine[] }
  | { kind: 'lock'; what: string; folder: string; text: string }
  | { kind: 'none'; what: string };

export interface ChooseInput {
  requirements: Record<string, string | string[] | null>;
  /** Root of the checkout; undefined for a task without a repository. */
  repository: string | undefined;
  workingDirectory: string;
  entryPoint: string;
  installer: 'uv' | 'pip';
  forceRepositoryRequirements: boolean;
}

/** The task's own list comes first, then a lock file of the repository, then its requirements.txt. */
export function choosePackages(input: ChooseInput): PackageSource {
  const { requirements, repository, installer, forceRepositoryRequirements } = input;
  const listed = forceRepositoryRequirements ? [] : parseRequirements([requirements.pip ?? ''].flat().join('\n'));
  if (listed.length > 0) return { kind: 'list', what: "the task's list of packages", lines: listed };
  if (!repository) return { kind: 'none', what: 'no packages are asked for' };
  if (installer === 'uv' && existsSync(join(repository, 'uv.lock')))
    return { kind: 'lock', what: 'uv.lock', folder: repository, text: lockText(repository) };
  return fromRequirementsFiles(input, repository);
}

const lockText = (folder: string): string =>
  ['uv.lock', 'pyproject.toml'].map((name) => readIfThere(join(folder, name)) ?? '').join('\n');

/** Every requirements.txt on the way from the root of the repository to the script. */
function fromRequirementsFiles({ workingDirectory, entryPoint }: ChooseInput, repository: string): PackageSource {
  const script = resolve(repository, workingDirectory || '.', splitArguments(entryPoint)[0] ?? '');
  const files = foldersTo(repository, dirname(script))
    .map((folder) => join(folder, 'requirements.txt'))
    .filter((file) => existsSync(file));
  if (files.length === 0) return { kind: 'none', what: 'neither the task nor its repository asks for packages' };
  const what = files.map((file) => relative(repository, file)).join(', ');
  return { kind: 'list', what, lines: files.flatMap((file) => readRequirements(file, new Set())) };
}

function foldersTo(root: string, folder: string): string[] {
  const within = relative(root, folder);
  if (within.startsWith('..')) return [root];
  const names = within === '' ? [] : within.split('/');
  return [root, ...names.map((_, at) => join(root, ...names.slice(0, at + 1)))];
}

/** Reads a file with the files that it includes in place; what a path in them is relative to is kept. */
function readRequirements(file: string, seen: Set<string>): RequirementLine[] {
  if (seen.has(file)) return [];
  seen.add(file);
  return parseRequirements(readIfThere(file) ?? '').flatMap((line) => {
    const included = /^(?:-r|--requirement)[\s=]\s*(.+)$/.exec(line.text)?.[1];
    if (included && !included.includes('://')) return readRequirements(resolve(dirname(file), included), seen);
    const constraints = /^(-c|--constraint)[\s=]\s*(.+)$/.exec(line.text);
    if (constraints && !constraints[2]!.includes('://'))
      return [{ ...line, text: `-c ${resolve(dirname(file), constraints[2]!)}` }];
    return [line];
  });
}

function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
