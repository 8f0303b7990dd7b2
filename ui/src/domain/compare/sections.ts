import type { Task } from '../../api/types.ts';
import { alignLines } from './align-lines.ts';

/** One line of a comparison: the same thing of each task, null where a task does not have it. */
export interface ComparedRow {
  key: string;
  label: string;
  cells: (string | null)[];
  differs: boolean;
}

export interface ComparedSection {
  title: string;
  rows: ComparedRow[];
  /** The rows are lines of a text; their labels are numbers. */
  text?: boolean;
  /** The cells are results, of which nobody expects that they are the same: nothing is marked. */
  figures?: boolean;
}

export function comparedRow(key: string, label: string, cells: (string | null)[]): ComparedRow {
  return { key, label, cells, differs: cells.some((cell) => cell !== cells[0]) };
}

const SOURCE = [
  ['repository', 'Repository'],
  ['branch', 'Branch'],
  ['version_num', 'Commit'],
  ['tag', 'Tag'],
  ['working_dir', 'Working directory'],
  ['entry_point', 'Entry point'],
  ['binary', 'Interpreter'],
] as const;

/** What tasks run, in what surroundings and with which configuration, section by section. Sections that no task has are left out. */
export function compareDetails(tasks: Task[]): ComparedSection[] {
  const field = (label: string, read: (task: Task) => string | undefined) =>
    comparedRow(
      label,
      label,
      tasks.map((task) => read(task) || null),
    );
  const sections: ComparedSection[] = [
    {
      title: 'Task',
      rows: [
        field('Type', ({ type }) => type),
        field('Project', ({ project }) => project?.name),
        field('Tags', ({ tags }) => tags?.join(', ')),
      ],
    },
    { title: 'Source code', rows: SOURCE.map(([key, label]) => field(label, ({ script }) => script?.[key])) },
    {
      title: 'Container and output',
      rows: [
        field('Image', ({ container }) => container?.image),
        field('Arguments', ({ container }) => container?.arguments),
        field('Destination', ({ output }) => output?.destination),
      ],
    },
    packages(tasks),
    textSection('Set-up script', tasks, ({ container }) => container?.setup_shell_script),
    textSection('Uncommitted changes', tasks, ({ script }) => script?.diff),
    ...configurations(tasks),
  ];
  return sections
    .map((section) => ({ ...section, rows: section.rows.filter(({ cells }) => cells.some((cell) => cell !== null)) }))
    .filter(({ rows }) => rows.length > 0);
}

/** Packages by their names, whatever the order in which each task lists them. */
function packages(tasks: Task[]): ComparedSection {
  const listed = tasks.map(({ script }) => {
    const pip = script?.requirements?.pip;
    const lines = (Array.isArray(pip) ? pip : (pip ?? '').split('\n')).map((line) => line.trim());
    return new Map(lines.filter((line) => line !== '' && !line.startsWith('#')).map((line) => [packageName(line), line]));
  });
  const names = [...new Set(listed.flatMap((own) => [...own.keys()]))].sort((a, b) => a.localeCompare(b));
  return {
    title: 'Packages',
    rows: names.map((name) =>
      comparedRow(
        name,
        name,
        listed.map((own) => versionOf(own.get(name), name)),
      ),
    ),
  };
}

const packageName = (line: string): string => /^[\w.-]+/.exec(line)?.[0].toLowerCase() ?? line;

function versionOf(line: string | undefined, name: string): string | null {
  if (line === undefined) return null;
  return line.slice(name.length).trim() || 'any version';
}

function configurations(tasks: Task[]): ComparedSection[] {
  const names = [...new Set(tasks.flatMap(({ configuration }) => Object.keys(configuration ?? {})))].sort();
  return names.map((name) => textSection(`Configuration: ${name}`, tasks, ({ configuration }) => configuration?.[name]?.value));
}

function textSection(title: string, tasks: Task[], read: (task: Task) => string | undefined): ComparedSection {
  const rows = alignLines(tasks.map((task) => read(task) ?? null));
  return { title, text: true, rows: rows.map((cells, index) => comparedRow(String(index), String(index + 1), cells)) };
}
