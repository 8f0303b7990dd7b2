export type TranslatedPattern = { pattern: string; ignoreCase: boolean } | { problem: string };

interface State {
  source: string;
  at: number;
  groups: number;
  names: Map<string, number>;
  dotAll: boolean;
}

class Untranslatable extends Error {}

const FLAGS = /^\(\?([aimsuL]+)\)/;

/**
 * Translates a regular expression from Python's syntax to that of Postgres. What Postgres alone can find wrong with it
 * (unbalanced parentheses, ranges out of order) is left for Postgres to refuse.
 */
export function translatePattern(source: string): TranslatedPattern {
  const flags = FLAGS.exec(source)?.[1] ?? '';
  const at = flags ? flags.length + 3 : 0;
  const state: State = { source, at, groups: 0, names: new Map(), dotAll: flags.includes('s') };
  try {
    if (/^[*+?]/.test(source.slice(at))) throw new Untranslatable('nothing to repeat at the start');
    let pattern = flags.includes('m') ? '(?w)' : '';
    while (state.at < source.length) pattern += translateNext(state);
    return { pattern, ignoreCase: flags.includes('i') };
  } catch (error) {
    if (error instanceof Untranslatable) return { problem: error.message };
    throw error;
  }
}

function translateNext(state: State): string {
  const char = state.source[state.at];
  switch (char) {
    case '\\':
      return translateEscape(state);
    case '[':
      return translateClass(state);
    case '(':
      return translateGroup(state);
    case '{':
      return translateBraces(state);
    case '*':
    case '+':
    case '?':
      return translateRepeat(state);
    case '.':
      state.at += 1;
      return state.dotAll ? '.' : '[^\\n]';
    default:
      return takeLiteral(state);
  }
}

function takeLiteral(state: State): string {
  const char = String.fromCodePoint(state.source.codePointAt(state.at) ?? 0);
  state.at += char.length;
  return '^$|)'.includes(char) ? char : literal(char);
}

/** Marks a character as itself, in and out of a bracket expression. */
function literal(char: string): string {
  if (char === '\0') throw new Untranslatable('a NUL character is in no text');
  return /^[!-/:-@[-`{-~]$/.test(char) && char !== '_' ? `\\${char}` : char;
}

const SAME_ESCAPES = 'dDwWsSAZnrtfva';
const OTHER_ESCAPES: Record<string, string> = { b: '\\y', B: '\\Y', z: '\\Z' };

function translateEscape(state: State): string {
  const char = state.source[state.at + 1];
  if (char === undefined) throw new Untranslatable('a backslash at the end');
  const code = takeCodeEscape(state);
  if (code !== null) return literal(code);
  state.at += 2;
  if (SAME_ESCAPES.includes(char)) return `\\${char}`;
  if (OTHER_ESCAPES[char]) return OTHER_ESCAPES[char];
  if (/[1-9]/.test(char)) return backReference(state, Number(char));
  if (/[A-Za-z]/.test(char)) throw new Untranslatable(`unknown escape \\${char}`);
  return literal(char);
}

/** In a group of its own, for a digit that follows would run into the number. */
function backReference(state: State, group: number): string {
  if (group > state.groups) throw new Untranslatable(`no group ${group} before its reference`);
  return `(?:\\${group})`;
}

const CODE_ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|0([0-7]{0,2}))/y;

function takeCodeEscape(state: State): string | null {
  CODE_ESCAPE.lastIndex = state.at;
  const match = CODE_ESCAPE.exec(state.source);
  if (!match) return null;
  state.at += match[0].length;
  const code =
    match[4] === undefined ? Number.parseInt(match[1] ?? match[2] ?? match[3] ?? '', 16) : Number.parseInt(match[4] || '0', 8);
  if (code > 0x10ffff) throw new Untranslatable(`no character ${match[0]}`);
  return String.fromCodePoint(code).toWellFormed();
}

function translateClass(state: State): string {
  const { source } = state;
  state.at += 1;
  let out = '[';
  if (source[state.at] === '^') {
    out += '^';
    state.at += 1;
  }
  // A bracket that closes at once is a member.
  const firstMember = state.at;
  while (state.at === firstMember || source[state.at] !== ']') {
    if (state.at >= source.length) throw new Untranslatable('a [ without its ]');
    out += takeClassItem(state);
  }
  state.at += 1;
  return `${out}]`;
}

function takeClassItem(state: State): string {
  const item = takeClassAtom(state);
  const last = state.source[state.at + 1];
  const isRange = state.source[state.at] === '-' && last !== ']' && last !== undefined && !/^\\[dDwWsS]$/.test(item);
  if (!isRange) return item;
  state.at += 1;
  return `${item}-${takeClassAtom(state)}`;
}

function takeClassAtom(state: State): string {
  const { source } = state;
  if (source[state.at] !== '\\') {
    const char = String.fromCodePoint(source.codePointAt(state.at) ?? 0);
    state.at += char.length;
    return literal(char);
  }
  const code = takeCodeEscape(state);
  if (code !== null) return literal(code);
  const char = source[state.at + 1];
  if (char === undefined) throw new Untranslatable('a backslash at the end');
  state.at += 2;
  if (char === 'b') return '\\x08';
  if ('dDwWsSnrtfva'.includes(char)) return `\\${char}`;
  if (/[A-Za-z1-9]/.test(char)) throw new Untranslatable(`unknown escape \\${char} in brackets`);
  return literal(char);
}

const NAMED_GROUP = /\(\?P<([A-Za-z_]\w*)>/y;
const NAMED_REFERENCE = /\(\?P=([A-Za-z_]\w*)\)/y;
const PLAIN_OPENING = /\(\?(?::|=|!|<=|<!)/y;
const COMMENT = /\(\?#[^)]*\)/y;

function translateGroup(state: State): string {
  if (state.source[state.at + 1] !== '?') {
    state.at += 1;
    state.groups += 1;
    return '(';
  }
  const opening = take(state, PLAIN_OPENING);
  if (opening) return opening[0];
  if (take(state, COMMENT)) return '';
  const group = take(state, NAMED_GROUP);
  if (group) {
    state.groups += 1;
    state.names.set(group[1] as string, state.groups);
    return '(';
  }
  const reference = take(state, NAMED_REFERENCE);
  if (reference) return backReference(state, state.names.get(reference[1] as string) ?? Number.POSITIVE_INFINITY);
  throw new Untranslatable(`unsupported group ${state.source.slice(state.at, state.at + 4)}`);
}

const BOUNDS = /\{(\d*)(?:(,)(\d*))?\}/y;

/** `{,3}` is a bound in Python; braces that hold none are themselves. */
function translateBraces(state: State): string {
  const bounds = take(state, BOUNDS);
  if (!bounds) state.at += 1;
  if (!bounds || bounds[0] === '{}') return bounds ? '\\{\\}' : '\\{';
  const [, low, comma = '', high = ''] = bounds;
  return `{${low || '0'}${comma}${high}}${lazyMark(state)}`;
}

function translateRepeat(state: State): string {
  const char = state.source[state.at] as string;
  state.at += 1;
  return char + lazyMark(state);
}

function lazyMark(state: State): string {
  const next = state.source[state.at];
  if (next === '+' || next === '*') throw new Untranslatable('multiple repeat');
  if (next !== '?') return '';
  state.at += 1;
  return '?';
}

function take(state: State, token: RegExp): RegExpExecArray | null {
  token.lastIndex = state.at;
  const match = token.exec(state.source);
  if (match) state.at += match[0].length;
  return match;
}
