import { hash, verify as verifyArgon2 } from '@node-rs/argon2';
import { verify as verifyBcrypt } from '@node-rs/bcrypt';
import { Refusal } from '../../activities/db/errors.ts';

const SHORTEST = 8;
const LONGEST = 1000;

/**
 * argon2id in PHC form, with the parameters that OWASP recommends.
 * @throws Refusal `invalid` naming `field`
 */
export async function hashPassword(password: string, field: string): Promise<string> {
  if (password.length < SHORTEST || password.length > LONGEST)
    throw new Refusal('invalid', `a password has ${SHORTEST} to ${LONGEST} characters; this one has ${password.length}`, {
      field,
    });
  return hash(password);
}

/** Whether a password belongs to a stored hash, argon2 or bcrypt. Takes as long when there is none. */
export async function verifyPassword(password: string, passwordHash: string | null): Promise<boolean> {
  const candidate = password.slice(0, LONGEST);
  if (passwordHash?.startsWith('$2')) return verifyBcrypt(candidate, passwordHash);
  decoy ??= hash('');
  const belongs = await verifyArgon2(passwordHash ?? (await decoy), candidate);
  return belongs && passwordHash !== null;
}

let decoy: Promise<string> | undefined;
