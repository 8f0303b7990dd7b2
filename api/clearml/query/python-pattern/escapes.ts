import { literal, type Scanner, take, Untranslatable } from './scanner.ts';

const SAME_ESCAPES = 'dDwWsSAZnrtfva';
const OTHER_ESCAPES: Record<string, string> = { b: '\\y', B: '\\Y', z: '\\Z' };

/** A backslash and what it stands before. */
export function translateEscape(scanner: Scanner): string {
  const char = scanner.source[scanner.at + 1];
  if (char === undefined) throw new Untranslatable('a backslash at the end');
  const code = takeCodeEscape(scanner);
  if (code !== null) return literal(code);
  scanner.at += 2;
  if (SAME_ESCAPES.includes(char)) return `\\${char}`;
  if (OTHER_ESCAPES[char]) return OTHER_ESCAPES[char];
  if (/[1-9]/.test(char)) return backReference(scanner, Number(char));
  if (/[A-Za-z]/.test(char)) throw new Untranslatable(`unknown escape \\${char}`);
  return literal(char);
}

/** In a group of its own, for a digit that follows would run into the number. */
export function backReference(scanner: Scanner, group: number): string {
  if (group > scanner.groups) throw new Untranslatable(`no group ${group} before its reference`);
  return `(?:\\${group})`;
}

const CODE_ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|0([0-7]{0,2}))/y;

/** A character given by its code: `\x41`, `\u0042`, `\012`. */
export function takeCodeEscape(scanner: Scanner): string | null {
  const match = take(scanner, CODE_ESCAPE);
  if (!match) return null;
  const code =
    match[4] === undefined ? Number.parseInt(match[1] ?? match[2] ?? match[3] ?? '', 16) : Number.parseInt(match[4] || '0', 8);
  if (code > 0x10ffff) throw new Untranslatable(`no character ${match[0]}`);
  return String.fromCodePoint(code).toWellFormed();
}
