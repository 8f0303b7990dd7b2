import { Refusal } from '../../activities/db/errors.ts';
import { type Caller, mayDo, type Need, rolesFor } from '../../workflows/domain/rights.ts';
import type { Principal } from '../context.ts';

/** The call at the door: what it needs, and how people name it, such as `tasks.enqueue` or `POST /api/sweeps`. */
export interface Errand {
  needs: Need;
  action: string;
}

/**
 * Makes sure that the caller may do what it asks for.
 * @throws Refusal `forbidden` naming the action, what the caller is, and what is needed
 */
export function requireRight(principal: Principal, { needs, action }: Errand): void {
  const caller = callersOf(principal).find((each) => !mayDo(each, needs));
  if (caller === undefined) return;
  throw new Refusal('forbidden', `${action}: ${WHY[caller](needs)}`, { data: { caller, needs } });
}

/**
 * As what the caller has to be allowed. The token of a run and the credentials of a machine were given for work that goes
 * on whatever becomes of its owner; any other credentials may no more than their user.
 */
function callersOf({ run, madeFor, role }: Principal): Caller[] {
  if (run) return ['run'];
  if (madeFor === 'machine') return ['machine'];
  return madeFor === 'agent' ? ['agent', role] : [role];
}

const byRole = (role: string, needs: Need): string => `your role is ${role}, and this needs the role ${rolesFor(needs)}`;
const ofAgent = (): string => "these credentials were made for an agent, and this needs a user's own";

const WHY: Record<Caller, (needs: Need) => string> = {
  admin: (needs) => byRole('admin', needs),
  user: (needs) => byRole('user', needs),
  viewer: (needs) => byRole('viewer', needs),
  agent: ofAgent,
  machine: ofAgent,
  run: () => 'the token of a run may not do this; use application credentials',
};
