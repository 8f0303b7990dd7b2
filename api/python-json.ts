/** A string, or one of the numbers that Python writes and JSON does not know. */
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?Infinity|NaN/g;

/**
 * Reads JSON as Python writes it; undefined when it is none. NaN and Infinity, which JSON does not know, become null,
 * or text: `"NaN"`, `"Infinity"`, `"-Infinity"`.
 */
export function parsePythonJson(text: string, numbers: null | 'text'): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return parseReplaced(text, (number) => (numbers === null ? 'null' : `"${number}"`));
  }
}

function parseReplaced(text: string, replace: (number: string) => string): unknown {
  try {
    return JSON.parse(text.replace(STRING_OR_NUMBER, (found) => (found.startsWith('"') ? found : replace(found))));
  } catch {
    return undefined;
  }
}
