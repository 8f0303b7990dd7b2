/** A pattern that is being read from left to right. */
export interface Scanner {
  source: string;
  at: number;
  /** How many groups have opened that can be referred to. */
  groups: number;
  /** Numbers of the named ones. */
  names: Map<string, number>;
  /** `.` matches a newline too. */
  dotAll: boolean;
}

/** The pattern has no counterpart in Postgres, or is wrong. */
export class Untranslatable extends Error {}

/** Takes what a sticky token finds at the scanner's place. */
export function take(scanner: Scanner, token: RegExp): RegExpExecArray | null {
  token.lastIndex = scanner.at;
  const match = token.exec(scanner.source);
  if (match) scanner.at += match[0].length;
  return match;
}

/** Takes one character. */
export function takeCharacter(scanner: Scanner): string {
  const character = String.fromCodePoint(scanner.source.codePointAt(scanner.at) ?? 0);
  scanner.at += character.length;
  return character;
}

/** Marks a character as itself, in and out of a bracket expression. */
export function literal(character: string): string {
  if (character === '\0') throw new Untranslatable('a NUL character is in no text');
  return /^[!-/:-@[-`{-~]$/.test(character) && character !== '_' ? `\\${character}` : character;
}
