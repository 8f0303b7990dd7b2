import { type Scanner, take, Untranslatable } from './scanner.ts';

const BOUNDS = /\{(\d*)(?:(,)(\d*))?\}/y;

/** `{,3}` is a bound in Python; braces that hold none are themselves. */
export function translateBraces(scanner: Scanner): string {
  const bounds = take(scanner, BOUNDS);
  if (!bounds) scanner.at += 1;
  if (!bounds || bounds[0] === '{}') return bounds ? '\\{\\}' : '\\{';
  const [, low, comma = '', high = ''] = bounds;
  return `{${low || '0'}${comma}${high}}${lazyMark(scanner)}`;
}

/** `*`, `+` and `?`, greedy or not. */
export function translateRepeat(scanner: Scanner): string {
  const char = scanner.source[scanner.at] as string;
  scanner.at += 1;
  return char + lazyMark(scanner);
}

function lazyMark(scanner: Scanner): string {
  const next = scanner.source[scanner.at];
  if (next === '+' || next === '*') throw new Untranslatable('multiple repeat');
  if (next !== '?') return '';
  scanner.at += 1;
  return '?';
}
