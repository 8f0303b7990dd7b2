import { canonical } from '../canonical.ts';
import { checkSpace, type Fault } from './check-space.ts';
import type { ParameterSpace, SearchSpace } from './spec.ts';

/** What keeps a space from taking the place of a wider one while the sweep runs; empty when it may. */
export function checkNarrower(wide: SearchSpace, narrow: SearchSpace): Fault[] {
  const missing = Object.keys(wide).filter((name) => !Object.hasOwn(narrow, name));
  if (missing.length > 0)
    return [{ field: `space.${missing[0]}`, message: 'is missing; to hold a parameter, give it one value' }];
  const faults = Object.entries(narrow).flatMap(([name, parameter]) => {
    const message = Object.hasOwn(wide, name)
      ? widens(wide[name] as ParameterSpace, parameter)
      : 'is new; the space may only be narrowed';
    return message ? [{ field: `space.${name}`, message }] : [];
  });
  return faults.length > 0 ? faults : checkSpace(narrow);
}

function widens(wide: ParameterSpace, narrow: ParameterSpace): string | null {
  if (wide.kind !== narrow.kind) return `was ${wide.kind} and cannot become ${narrow.kind}`;
  if (canonical(wide.onlyWhen ?? null) !== canonical(narrow.onlyWhen ?? null)) return 'its condition cannot change';
  if (narrow.kind === 'choice' || narrow.kind === 'set') {
    const allowed = new Set((wide as typeof narrow).values.map(canonical));
    const added = narrow.values.find((value) => !allowed.has(canonical(value)));
    return added === undefined ? null : `${canonical(added)} is new; the space may only be narrowed`;
  }
  const { min, max } = wide as typeof narrow;
  if (narrow.min < min || narrow.max > max) return `${narrow.min} to ${narrow.max} is wider than ${min} to ${max}`;
  return null;
}
