import { InvalidArgumentError } from 'commander';

/** Collects `name=value` arguments of a repeated option. */
export function collectAssignment(text: string, before: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('It is written name=value.');
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}
