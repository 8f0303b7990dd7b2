import { parsePythonJson } from '../../../python-json.ts';

/** One JSON value for each line of a batch; undefined for a line that is none. Empty lines are skipped. */
export function readLines(text: string): unknown[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('{') || line.trim() !== '')
    .map((line) => parsePythonJson(line, 'text'));
}
