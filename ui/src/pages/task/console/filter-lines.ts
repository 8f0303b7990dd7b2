import { stripAnsi } from '../../../domain/ansi.ts';
import type { Line } from './console-buffer.ts';

/** Lines that contain the text, whatever the case; colours do not count. */
export function filterLines(lines: Line[], filter: string): Line[] {
  if (filter === '') return lines;
  const wanted = filter.toLowerCase();
  return lines.filter(({ text }) => stripAnsi(text).toLowerCase().includes(wanted));
}
