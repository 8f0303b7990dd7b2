import type { Em } from '../orm.ts';
import { post } from '../outbox/post.ts';

/** Has a scaler look at its machines once this transaction commits; starts its workflow where none runs. */
export const wakeScaler = (em: Em, scaler: string): Promise<void> => post(em, { kind: 'wakeScaler', scaler });
