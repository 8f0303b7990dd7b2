import { translateBrackets } from './brackets.ts';
import { translateEscape } from './escapes.ts';
import { translateGroup } from './groups.ts';
import { translateBraces, translateRepeat } from './repeats.ts';
import { literal, type Scanner, takeCharacter, Untranslatable } from './scanner.ts';

export type TranslatedPattern = { pattern: string; ignoreCase: boolean } | { problem: string };

const FLAGS = /^\(\?([aimsuL]+)\)/;

/**
 * Translates a regular expression from Python's syntax to that of Postgres. What Postgres alone can find wrong with it
 * (unbalanced parentheses, ranges out of order) is left for Postgres to refuse. Two things differ from Python: `$` is the very end, not
 * also the place before a last newline, and `\B` matches in an empty text.
 */
export function translatePattern(source: string): TranslatedPattern {
  const flags = FLAGS.exec(source)?.[1] ?? '';
  const at = flags ? flags.length + 3 : 0;
  const scanner: Scanner = { source, at, groups: 0, names: new Map(), dotAll: flags.includes('s') };
  try {
    if (/^[*+?]/.test(source.slice(at))) throw new Untranslatable('nothing to repeat at the start');
    let pattern = flags.includes('m') ? '(?w)' : '';
    while (scanner.at < source.length) pattern += translateNext(scanner);
    return { pattern, ignoreCase: flags.includes('i') };
  } catch (error) {
    if (error instanceof Untranslatable) return { problem: error.message };
    throw error;
  }
}

function translateNext(scanner: Scanner): string {
  const char = scanner.source[scanner.at];
  switch (char) {
    case '\\':
      return translateEscape(scanner);
    case '[':
      return translateBrackets(scanner);
    case '(':
      return translateGroup(scanner);
    case '{':
      return translateBraces(scanner);
    case '*':
    case '+':
    case '?':
      return translateRepeat(scanner);
    case '.':
      scanner.at += 1;
      return scanner.dotAll ? '.' : '[^\\n]';
    default:
      return takeLiteral(scanner);
  }
}

function takeLiteral(scanner: Scanner): string {
  const char = takeCharacter(scanner);
  return '^$|)'.includes(char) ? char : literal(char);
}
