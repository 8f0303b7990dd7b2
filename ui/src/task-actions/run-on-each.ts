/** How many calls are under way at once. */
const CONCURRENCY = 6;

export interface EachResult<T> {
  succeeded: T[];
  failed: { item: T; error: Error }[];
}

/** Does the same to many items, and tells which of them refused. */
export async function runOnEach<T>(items: T[], action: (item: T) => Promise<unknown>): Promise<EachResult<T>> {
  const result: EachResult<T> = { succeeded: [], failed: [] };
  const waiting = [...items];
  const runner = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await runOne(item, action, result);
  };
  await Promise.all(Array.from({ length: Math.min(CONCURRENCY, items.length) }, runner));
  return result;
}

async function runOne<T>(item: T, action: (item: T) => Promise<unknown>, result: EachResult<T>): Promise<void> {
  try {
    await action(item);
    result.succeeded.push(item);
  } catch (error) {
    result.failed.push({ item, error: error instanceof Error ? error : new Error(String(error)) });
  }
}
