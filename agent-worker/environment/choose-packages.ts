import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { splitArguments } from '../../workflows/domain/split-arguments.ts';
import type { InstallerName } from './package-options.ts';
import { poetryProject } from './poetry-project.ts';
import { readIfThere } from './read-if-there.ts';
import { parseRequirements, type RequirementLine } from './requirement-lines.ts';
import { uvProject } from './uv-project.ts';

/** Where the packages of a task come from. */
export type PackageSource =
  | { kind: 'list'; what: string; lines: RequirementLine[] }
  | LockSource
  | { kind: 'none'; what: string };

/** A project with a lock file. It is not installed itself: its modules are found where they lie. */
export interface LockSource {
  kind: 'lock';
  what: string;
  folder: string;
  /** Of the files that say what is installed. */
  text: string;
  /** Whether that always means the same packages. */
  keepable: boolean;
  /** Where its modules lie, as seen from its folder. */
  modules: string[];
}

export interface ChooseInput {
  requirements: Record<string, string | string[] | null>;
  /** Root of the checkout; undefined for a task without a repository. */
  repository: string | undefined;
  workingDirectory: string;
  entryPoint: string;
  installer: InstallerName;
  forceRepositoryRequirements: boolean;
  /** Of the projects of poetry: look in the working directory, and not in the root of the repository. */
  poetryInWorkingDirectory: boolean;
}

/**
 * The task's own list comes first, then a lock file of the repository, then its requirements.txt. An agent that is to use poetry
 * does so, as the stock agent, wherever the repository is a project of poetry.
 */
export function choosePackages(input: ChooseInput): PackageSource {
  const { requirements, repository, installer, forceRepositoryRequirements } = input;
  const project = installer === 'poetry' && repository ? poetryProject(poetryFolder(input, repository)) : undefined;
  if (project) return project;
  const lists = installer === 'conda' ? [requirements.conda, requirements.pip] : [requirements.pip];
  const text = forceRepositoryRequirements ? '' : lists.flatMap((list) => list ?? []).join('\n');
  const listed = repository ? withIncludes(parseRequirements(text), includesFrom(input, repository)) : parseRequirements(text);
  if (listed.length > 0) return { kind: 'list', what: "the task's list of packages", lines: listed };
  if (!repository) return { kind: 'none', what: 'no packages are asked for' };
  return (installer === 'uv' && uvProject(repository)) || fromRequirementsFiles(input, repository);
}

const poetryFolder = ({ poetryInWorkingDirectory, workingDirectory }: ChooseInput, repository: string): string =>
  poetryInWorkingDirectory ? resolve(repository, workingDirectory || '.') : repository;

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
  const locate = (path: string) => resolve(dirname(file), path);
  return withIncludes(parseRequirements(readIfThere(file) ?? ''), { locate, seen });
}

interface Includes {
  /** Where a file lies that a line names. */
  locate(path: string): string;
  /** Files that were read. */
  seen: Set<string>;
}

/** A task's own list names files of its working directory, or of the root of the repository. */
const includesFrom = ({ workingDirectory }: ChooseInput, repository: string): Includes => ({
  seen: new Set(),
  locate(path) {
    const inWorkingDirectory = resolve(repository, workingDirectory || '.', path);
    return existsSync(inWorkingDirectory) ? inWorkingDirectory : resolve(repository, path);
  },
});

function withIncludes(lines: RequirementLine[], { locate, seen }: Includes): RequirementLine[] {
  return lines.flatMap((line) => {
    const included = /^(?:-r|--requirement)[\s=]\s*(.+)$/.exec(line.text)?.[1];
    if (included && !included.includes('://')) return readRequirements(locate(included), seen);
    const constraints = /^(-c|--constraint)[\s=]\s*(.+)$/.exec(line.text)?.[2];
    if (constraints && !constraints.includes('://')) return [{ ...line, text: `-c ${locate(constraints)}` }];
    const links = /^(?:-f|--find-links)[\s=]\s*(.+)$/.exec(line.text)?.[1];
    if (links && existsSync(locate(links))) return [{ ...line, kind: 'local', text: `--find-links ${locate(links)}` }];
    return [line];
  });
}
