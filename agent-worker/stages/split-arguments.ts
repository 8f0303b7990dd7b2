/** Splits a command line into words as a POSIX shell does, without expanding anything. */
export function splitArguments(text: string): string[] {
  const words = text.matchAll(/(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+/gs);
  return [...words].map(([word]) => word.replace(/'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)/gs, unquote));
}

const unquote = (_match: string, single?: string, double?: string, escaped?: string): string =>
  single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? '';
