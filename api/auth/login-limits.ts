import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Refusal } from '../../activities/db/errors.ts';

const PERIOD_SECONDS = 300;
/** Wrong passwords in the period: for one user name from one address, and from one address in all. */
const PER_USER = 10;
const PER_ADDRESS = 50;

/** Counts wrong passwords, so that they cannot be guessed by trying. */
export interface LoginLimits {
  /**
   * Counts one try. Answers a function that takes it back, for a password that was right.
   * @throws Refusal `tooManyAttempts`
   */
  count(who: { username: string; address: string }): Promise<() => Promise<void>>;
}

export function createLoginLimits(): LoginLimits {
  const byUser = new RateLimiterMemory({ points: PER_USER, duration: PERIOD_SECONDS });
  const byAddress = new RateLimiterMemory({ points: PER_ADDRESS, duration: PERIOD_SECONDS });
  return {
    // The try is counted before the password is looked at: many tries at once get no further than many in a row.
    async count({ username, address }) {
      const user = `${address} ${username.toLowerCase().slice(0, 200)}`;
      await consume(byAddress, address);
      await consume(byUser, user);
      return async () => {
        await byUser.delete(user);
        await byAddress.reward(address);
      };
    },
  };
}

async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    const retryAfter = Math.ceil(error.msBeforeNext / 1000);
    throw new Refusal('tooManyAttempts', `too many wrong passwords; try again in ${retryAfter} s`, { data: { retryAfter } });
  }
}
