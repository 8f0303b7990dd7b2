import { basename } from 'node:path';
import { splitArguments } from '../../workflows/domain/split-arguments.ts';

/** A task without a repository carries its whole source where others have their changes. */
export function isLiteralScript(diff: string): boolean {
  const text = diff.trimStart().toLowerCase();
  return text !== '' && !text.startsWith('diff ') && !/^submodule .*\ndiff /.test(text);
}

/** The name of the file for a literal script. */
export function literalScriptName(entryPoint: string): string {
  const [first] = splitArguments(entryPoint);
  return first && !first.startsWith('-') ? basename(first) : 'untitled.py';
}
