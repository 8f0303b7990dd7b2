/** A word of a command line as a POSIX shell reads it; a quote that is never closed reaches to the end. */
export const SHELL_WORD = /(?:'[^']*(?:'|$)|"(?:\\.|[^"\\])*(?:"|\\?$)|\\(?:.|$)|[^\s'"\\])+/gs;

/** Splits a command line into words as a POSIX shell does, without expanding anything. */
export function splitArguments(text: string): string[] {
  return [...text.matchAll(SHELL_WORD)].map(([word]) => unquoteWord(word));
}

export const unquoteWord = (word: string): string =>
  word.replace(/'([^']*)(?:'|$)|"((?:\\.|[^"\\])*)(?:"|\\?$)|\\(.)/gs, unquote);

const unquote = (_match: string, single?: string, double?: string, escaped?: string): string =>
  single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? '';
