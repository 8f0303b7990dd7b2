/** A piece of a console line in one look. Colours are indices 0-15 of the palette, or CSS colours. */
export interface AnsiSpan {
  text: string;
  foreground?: string;
  background?: string;
  bold?: boolean;
  dim?: boolean;
  italic?: boolean;
  underline?: boolean;
  inverse?: boolean;
}

type Look = Omit<AnsiSpan, 'text'>;

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
const SEQUENCE = /\x1b\[([0-9;:?]*)([A-Za-z])|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-Z\\-_]/g;

/** The text a terminal would leave: what follows the last carriage return of a progress bar. */
export function lastState(line: string): string {
  const trimmed = line.endsWith('\r') ? line.slice(0, -1) : line;
  return trimmed.slice(trimmed.lastIndexOf('\r') + 1);
}

/** The line without any escape sequence. */
export const stripAnsi = (line: string): string => line.replace(SEQUENCE, '');

/** Cuts a line into spans by its colour sequences; other sequences are left out. */
export function parseAnsi(line: string): AnsiSpan[] {
  if (!line.includes('\x1b')) return [{ text: line }];
  const spans: AnsiSpan[] = [];
  let look: Look = {};
  let position = 0;
  for (const match of line.matchAll(SEQUENCE)) {
    if (match.index > position) spans.push({ ...look, text: line.slice(position, match.index) });
    if (match[2] === 'm') look = applyCodes(look, match[1] ?? '');
    position = match.index + match[0].length;
  }
  if (position < line.length) spans.push({ ...look, text: line.slice(position) });
  return spans;
}

function applyCodes(start: Look, parameters: string): Look {
  const codes = parameters.split(/[;:]/).map(Number);
  let look = start;
  for (let index = 0; index < codes.length; index += 1) {
    const code = codes[index]!;
    if (code === 38 || code === 48) {
      const { color, used } = extendedColor(codes.slice(index + 1));
      look = { ...look, [code === 38 ? 'foreground' : 'background']: color };
      index += used;
    } else {
      look = applyCode(look, code);
    }
  }
  return look;
}

const FLAGS: Record<number, Look> = {
  1: { bold: true },
  2: { dim: true },
  3: { italic: true },
  4: { underline: true },
  7: { inverse: true },
  22: { bold: false, dim: false },
  23: { italic: false },
  24: { underline: false },
  27: { inverse: false },
};

function applyCode(look: Look, code: number): Look {
  if (code === 0) return {};
  if (FLAGS[code]) return { ...look, ...FLAGS[code] };
  if (code >= 30 && code <= 37) return { ...look, foreground: palette(code - 30) };
  if (code >= 90 && code <= 97) return { ...look, foreground: palette(code - 82) };
  if (code >= 40 && code <= 47) return { ...look, background: palette(code - 40) };
  if (code >= 100 && code <= 107) return { ...look, background: palette(code - 92) };
  if (code === 39) return without(look, 'foreground');
  if (code === 49) return without(look, 'background');
  return look;
}

const palette = (index: number): string => `var(--ansi-${index})`;

function without(look: Look, key: 'foreground' | 'background'): Look {
  const { [key]: _, ...rest } = look;
  return rest;
}

/** `5;n` (256 colours) and `2;r;g;b`. */
function extendedColor(codes: number[]): { color: string; used: number } {
  if (codes[0] === 2) return { color: `rgb(${codes[1] ?? 0} ${codes[2] ?? 0} ${codes[3] ?? 0})`, used: 4 };
  return { color: indexedColor(codes[1] ?? 0), used: 2 };
}

function indexedColor(index: number): string {
  if (index < 16) return palette(index);
  if (index >= 232) return gray(8 + (index - 232) * 10);
  const cube = index - 16;
  const level = (digit: number): number => (digit === 0 ? 0 : 55 + digit * 40);
  return `rgb(${level(Math.floor(cube / 36))} ${level(Math.floor(cube / 6) % 6)} ${level(cube % 6)})`;
}

const gray = (value: number): string => `rgb(${value} ${value} ${value})`;
