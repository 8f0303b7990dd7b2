type Cleanup = () => void | Promise<void>;

const cleanups: Cleanup[] = [];

/** Has `clean` done after the test that runs, or that runs next: what was asked for last comes first. */
export function afterTest(clean: Cleanup): void {
  cleanups.push(clean);
}

/**
 * Does what was asked for since the last test. A hook of all files does it (`servers.ts`): one that a shared module registers
 * itself belongs to the file that happens to import it first, and never runs in the files after that.
 * @throws what the first that failed has thrown, once all were tried
 */
export async function runCleanups(): Promise<void> {
  const failures: unknown[] = [];
  for (const clean of cleanups.splice(0).reverse()) {
    try {
      await clean();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
