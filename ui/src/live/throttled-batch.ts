/**
 * Collects items and hands them over together: at once when it was quiet, else no sooner than `intervalMs` after the last batch,
 * and never while a batch is still being worked on.
 */
export class ThrottledBatch<T> {
  readonly #flush: (items: T[]) => Promise<unknown>;
  readonly #intervalMs: number;
  #waiting = new Map<string, T>();
  #busy = false;

  constructor(intervalMs: number, flush: (items: T[]) => Promise<unknown>) {
    this.#intervalMs = intervalMs;
    this.#flush = flush;
  }

  /** Items with the same key are handed over once. */
  add(key: string, item: T): void {
    this.#waiting.set(key, item);
    if (!this.#busy) void this.#run();
  }

  async #run(): Promise<void> {
    this.#busy = true;
    while (this.#waiting.size > 0) {
      const items = [...this.#waiting.values()];
      this.#waiting = new Map();
      await Promise.allSettled([this.#flush(items), new Promise((resolve) => setTimeout(resolve, this.#intervalMs))]);
    }
    this.#busy = false;
  }
}
