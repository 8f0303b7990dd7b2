import { existsSync } from 'node:fs';

/** One line of a requirements file, without its comment. */
export interface RequirementLine {
  text: string;
  kind: RequirementKind;
  /** Normalised name of the package, when the line has one. */
  name: string | undefined;
}

/** `local` and `movable` requirements may be something else tomorrow under the same text. */
type RequirementKind = 'named' | 'fixed' | 'movable' | 'local' | 'include' | 'option';

/** Reads requirements as a task or a file has them. */
export function parseRequirements(text: string): RequirementLine[] {
  return text
    .replace(/\\\r?\n/g, ' ')
    .split(/\r?\n/)
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '')
    .map(parseLine);
}

/** A path, or a file of a package beside where the installer works. */
const IS_FILE = /[\\/]|\.(?:whl|zip|tar\.(?:gz|bz2|xz)|tgz)$/i;

function parseLine(text: string): RequirementLine {
  const include = /^(?:-r|-c|--requirement|--constraint)[\s=]/.test(text);
  if (include) return { text, kind: 'include', name: undefined };
  const editable = /^(?:-e|--editable)[\s=]\s*(.+)$/.exec(text);
  if (editable) return { text, kind: 'local', name: undefined };
  if (text.startsWith('-')) return { text, kind: 'option', name: undefined };
  const direct = /^([\w.-]+)(?:\[[^\]]*\])?\s*@\s*(.+)$/.exec(text);
  if (direct) return { text, kind: kindOfAddress(direct[2]!), name: normaliseName(direct[1]!) };
  if (/^[\w.+-]+:\/\//.test(text) || /^[./~]/.test(text) || IS_FILE.test(text.split(/[;\s]/)[0]!))
    return { text, kind: kindOfAddress(text), name: undefined };
  return { text, kind: 'named', name: normaliseName(/^[\w.-]+/.exec(text)?.[0] ?? '') };
}

function kindOfAddress(address: string): RequirementKind {
  if (/^git\+/.test(address)) return /@[0-9a-f]{40}(?:$|[#;\s])/.test(address) ? 'fixed' : 'movable';
  return /^https?:\/\//.test(address) ? 'fixed' : 'local';
}

export const normaliseName = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, '-');

/**
 * Some tools record where a package was built: `pkg @ file:///build/…`. Where there is no such file on this machine, the
 * name is all that is left of it, with its extras and its condition.
 */
export function withoutForeignFiles(
  lines: RequirementLine[],
  print: (line: string) => void,
  exists: (path: string) => boolean = existsSync,
): RequirementLine[] {
  return lines.map((line) => {
    const path = line.name && /@\s*file:\/\/([^#;\s]+)/.exec(line.text)?.[1];
    if (!path || exists(decodeURIComponent(path))) return line;
    print(`${path} is not on this machine: installing ${line.name} from the index`);
    return { ...line, text: line.text.replace(/\s*@\s*file:\/\/[^;\s]+/, ''), kind: 'named' };
  });
}

/** Whether the same lines always mean the same packages, so that an environment made from them may be kept. */
export const areKeepable = (lines: RequirementLine[]): boolean =>
  lines.every(({ kind }) => kind === 'named' || kind === 'fixed' || kind === 'option');
