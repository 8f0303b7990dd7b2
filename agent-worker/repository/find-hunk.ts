const MOST_LINES = 60;

/** The hunk of a diff that starts at a line of the old file; undefined when there is none. */
export function findHunk(diff: string, { path, line }: { path: string; line: number }): string | undefined {
  const files = diff.split(/^(?=diff --git )/m);
  const file = files.find((text) => text.includes(`--- a/${path}\n`) || text.includes(`+++ b/${path}\n`));
  const hunks = file?.split(/^(?=@@ )/m).slice(1) ?? [];
  const hunk = hunks.find((text) => Number(/^@@ -(\d+)/.exec(text)?.[1]) === line);
  return hunk && shorten(hunk.trimEnd().split('\n')).join('\n');
}

const shorten = (lines: string[]): string[] =>
  lines.length <= MOST_LINES ? lines : [...lines.slice(0, MOST_LINES), `… ${lines.length - MOST_LINES} lines more`];
