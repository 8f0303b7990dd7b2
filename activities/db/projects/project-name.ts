import { Refusal } from '../errors.ts';

/** Characters of a path: an index of Postgres holds no more of any alphabet. */
export const LONGEST_PROJECT_NAME = 512;

/**
 * The parts of a project's path, without empty ones and without blanks around them.
 * @throws Refusal `invalid` when nothing is left, or too much
 */
export function parseProjectName(name: string, field = 'name'): string[] {
  const parts = name
    .split('/')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const { length } = parts.join('/');
  if (length > LONGEST_PROJECT_NAME) throw tooLong(length, field);
  if (parts.length > 0) return parts;
  throw new Refusal('invalid', `Validation error (error for field '${field}': ${JSON.stringify(name)} names no project)`, {
    field,
    data: { field },
  });
}

/** The refusal of a path of so many characters. */
export function tooLong(length: number, field = 'name'): Refusal {
  const message = `a project's whole name has at most ${LONGEST_PROJECT_NAME} characters, not ${length}`;
  return new Refusal('invalid', `Validation error (error for field '${field}': ${message})`, { field, data: { field } });
}
