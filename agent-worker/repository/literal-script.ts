import { basename } from 'node:path';
import { splitArguments } from '../../workflows/domain/split-arguments.ts';

/** What `git diff --submodule=diff` says of a submodule, with or without a diff after it. */
const OF_SUBMODULE = /^submodule .+ (?:contains (?:modified|untracked) content|[0-9a-f]+\.{2,3}[0-9a-f]+)/;

/** A task without a repository carries its whole source where others have their changes. */
export function isLiteralScript(diff: string): boolean {
  const text = diff.trimStart().toLowerCase();
  return text !== '' && !text.startsWith('diff ') && !OF_SUBMODULE.test(text);
}

/** The name of the file for a literal script. */
export function literalScriptName(entryPoint: string): string {
  const [first] = splitArguments(entryPoint);
  return first && !first.startsWith('-') ? basename(first) : 'untitled.py';
}
