import { Refusal } from '../../activities/db/errors.ts';
import type { Principal } from '../context.ts';

/** The token of a run speaks for that run: it neither claims work nor manages users and keys. */
export function refuseRunToken(principal: Principal): void {
  if (principal.run) throw new Refusal('forbidden', 'the token of a run may not do this; use application credentials');
}
