/** One JSON value for each line of a batch; undefined for a line that is none. Empty lines are skipped. */
export function readLines(text: string): unknown[] {
  return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [readLine(line)]));
}

function readLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return readPythonLine(line);
  }
}

/** A string, or one of the numbers that Python writes and JSON does not know. */
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?Infinity|NaN/g;

/** Such numbers become text, which is read as a number where one is expected. */
function readPythonLine(line: string): unknown {
  try {
    return JSON.parse(line.replace(STRING_OR_NUMBER, (found) => (found.startsWith('"') ? found : `"${found}"`)));
  } catch {
    return undefined;
  }
}
