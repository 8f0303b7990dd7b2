import assert from 'node:assert/strict';
import { hash as bcrypt } from '@node-rs/bcrypt';
import { hashPassword, verifyPassword } from '../../../api/auth/passwords.ts';

describe('a password', () => {
  it('is known again by its argon2 and by its bcrypt hash', async () => {
    const hashes = [await hashPassword('right password', 'password'), await bcrypt('right password', { cost: 4 })];
    for (const hash of hashes) {
      assert.equal(await verifyPassword('right password', hash), true);
      assert.equal(await verifyPassword('wrong password', hash), false);
    }
  });

  it('has 8 to 1000 characters', async () => {
    for (const password of ['', 'seven77', 'x'.repeat(1001)])
      await assert.rejects(hashPassword(password, 'next'), { name: 'Refusal', code: 'invalid', field: 'next' });
  });

  it('costs as much work to be refused for a user who does not exist', async () => {
    const hash = await hashPassword('right password', 'password');
    await verifyPassword('wrong', null);
    const unknown = await costOf(() => verifyPassword('wrong', null));
    const known = await costOf(() => verifyPassword('wrong', hash));
    assert.ok(unknown > known / 3, `${unknown} µs of processor time for nobody, ${known} µs for somebody`);
  });
});

const TIMES = 20;

/**
 * Processor time in microseconds, which other processes do not lengthen; of many times together, since a kernel may count by the hundredth of
 * a second.
 */
async function costOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  for (let i = 0; i < TIMES; i++) await work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
