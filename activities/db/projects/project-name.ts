import { Refusal } from '../errors.ts';

/**
 * The parts of a project's path, without empty ones and without blanks around them.
 * @throws Refusal `invalid` when nothing is left
 */
export function parseProjectName(name: string, field = 'name'): string[] {
  const parts = name
    .split('/')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (parts.length > 0) return parts;
  throw new Refusal('invalid', `Validation error (error for field '${field}': ${JSON.stringify(name)} names no project)`, {
    field,
    data: { field },
  });
}
