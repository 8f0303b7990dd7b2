/** Prints for a person or a script; what is said along the way goes to the standard error. */
export const print = (text: string): void => void process.stdout.write(`${text}\n`);

export const printJson = (value: unknown): void => print(JSON.stringify(value, null, 2));

export const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** Columns as wide as their longest cell, the last one open. */
export function table(head: string[], rows: string[][]): string {
  const lines = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** A table, or a sentence in its place when there is nothing to show. */
export const printTable = (head: string[], rows: string[][], nothing: string): void =>
  print(rows.length === 0 ? nothing : table(head, rows));

/** Prints the server's answer for a script, or what it means for a person. */
export function report({ json }: { json?: boolean }, answer: unknown, sentence: string): void {
  if (json) printJson(answer);
  else print(sentence);
}
