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
    const unknown = await leastWork(() => verifyPassword('wrong', null));
    const known = await leastWork(() => verifyPassword('wrong', hash));
    assert.ok(unknown > known / 3, `${unknown} µs of processor time for nobody, ${known} µs for somebody`);
  });
});

/** Processor time in microseconds, which other processes do not lengthen. */
async function leastWork(work: () => Promise<unknown>): Promise<number> {
  const costs: number[] = [];
  for (let i = 0; i < 5; i++) {
    const before = process.cpuUsage();
    await work();
    costs.push(process.cpuUsage(before).user);
  }
  return Math.min(...costs);
}
