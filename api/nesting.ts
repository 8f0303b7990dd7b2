/** Far more than anybody writes, and far less than what a walk through a value can take. */
const DEEPEST = 500;
/** A level takes two characters at the least. */
const SHORTEST = 2 * DEEPEST;

/** Whether a parsed JSON text has maps and lists in each other more than 500 deep, upon which every walk through it would fail. */
export function isTooDeep(value: unknown, json: string): boolean {
  if (json.length < SHORTEST) return false;
  let level = containersIn([value]);
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return true;
    level = level.flatMap((container) => containersIn(Object.values(container)));
  }
  return false;
}

const containersIn = (values: unknown[]): object[] => values.filter((value) => typeof value === 'object' && value !== null);
