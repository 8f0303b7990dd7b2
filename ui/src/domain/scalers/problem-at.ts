/** What is wrong at a field of the file, or anywhere within it. */
export function problemAt(problems: Record<string, string>, path: string): string | undefined {
  const field = Object.keys(problems).find((one) => one === path || one.startsWith(`${path}.`));
  return field === undefined ? undefined : problems[field];
}
