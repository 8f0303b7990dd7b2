import { takeCodeEscape } from './escapes.ts';
import { literal, type Scanner, takeCharacter, Untranslatable } from './scanner.ts';

/** A bracket expression. */
export function translateBrackets(scanner: Scanner): string {
  const { source } = scanner;
  scanner.at += 1;
  let out = '[';
  if (source[scanner.at] === '^') {
    out += '^';
    scanner.at += 1;
  }
  // A bracket that closes at once is a member.
  const firstMember = scanner.at;
  while (scanner.at === firstMember || source[scanner.at] !== ']') {
    if (scanner.at >= source.length) throw new Untranslatable('a [ without its ]');
    out += takeItem(scanner);
  }
  scanner.at += 1;
  return `${out}]`;
}

function takeItem(scanner: Scanner): string {
  const item = takeMember(scanner);
  const last = scanner.source[scanner.at + 1];
  const isRange = scanner.source[scanner.at] === '-' && last !== ']' && last !== undefined && !/^\\[dDwWsS]$/.test(item);
  if (!isRange) return item;
  scanner.at += 1;
  return `${item}-${takeMember(scanner)}`;
}

function takeMember(scanner: Scanner): string {
  const { source } = scanner;
  if (source[scanner.at] !== '\\') return literal(takeCharacter(scanner));
  const code = takeCodeEscape(scanner);
  if (code !== null) return literal(code);
  const char = source[scanner.at + 1];
  if (char === undefined) throw new Untranslatable('a backslash at the end');
  scanner.at += 2;
  // A backspace. Postgres would read more digits into a code than two.
  if (char === 'b') return '\b';
  if ('dDwWsSnrtfva'.includes(char)) return `\\${char}`;
  if (/[A-Za-z1-9]/.test(char)) throw new Untranslatable(`unknown escape \\${char} in brackets`);
  return literal(char);
}
