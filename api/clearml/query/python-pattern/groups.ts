import { backReference } from './escapes.ts';
import { type Scanner, take, Untranslatable } from './scanner.ts';

const NAMED_GROUP = /\(\?P<([A-Za-z_]\w*)>/y;
const NAMED_REFERENCE = /\(\?P=([A-Za-z_]\w*)\)/y;
const PLAIN_OPENING = /\(\?(?::|=|!|<=|<!)/y;
const COMMENT = /\(\?#[^)]*\)/y;

/** The opening of a group, of whatever kind. */
export function translateGroup(scanner: Scanner): string {
  if (scanner.source[scanner.at + 1] !== '?') {
    scanner.at += 1;
    scanner.groups += 1;
    return '(';
  }
  const opening = take(scanner, PLAIN_OPENING);
  if (opening) return opening[0];
  if (take(scanner, COMMENT)) return '';
  const group = take(scanner, NAMED_GROUP);
  if (group) {
    scanner.groups += 1;
    scanner.names.set(group[1] as string, scanner.groups);
    return '(';
  }
  const reference = take(scanner, NAMED_REFERENCE);
  if (reference) return backReference(scanner, scanner.names.get(reference[1] as string) ?? Number.POSITIVE_INFINITY);
  throw new Untranslatable(`unsupported group ${scanner.source.slice(scanner.at, scanner.at + 4)}`);
}
