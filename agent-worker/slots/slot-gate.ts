/** Lets as many runs in as the agent has slots. */
export interface SlotGate {
  readonly free: number;
  /** Takes a slot at once, or says that there is none. */
  tryTake(): Slot | undefined;
  /** Takes a slot even when there is none left, for a run that is already here. */
  take(): Slot;
  /** Resolves as soon as a slot is free that no claim at work is asking for; rejects with the signal's reason. */
  whenFree(signal: AbortSignal): Promise<void>;
  /** A claim is at work; it may take a slot. Until its `release` that slot is not offered to others. */
  ask(): Slot;
  /** Hands out nothing from now on. */
  close(): void;
}

export interface Slot {
  /** Gives the slot back; a second time does nothing. */
  release(): void;
}

export function createSlotGate(slots: number): SlotGate {
  let taken = 0;
  let asking = 0;
  let closed = false;
  const waiting = new Set<() => void>();
  const free = () => (closed ? 0 : Math.max(0, slots - taken));
  const offered = () => free() - asking > 0;

  const hold = (letGo: () => void): Slot => {
    let held = true;
    return {
      release() {
        if (!held) return;
        held = false;
        letGo();
        if (offered()) for (const wake of waiting) wake();
      },
    };
  };
  const take = (): Slot => {
    taken++;
    return hold(() => taken--);
  };

  return {
    get free() {
      return free();
    },
    tryTake: () => (free() > 0 ? take() : undefined),
    take,
    ask() {
      asking++;
      return hold(() => asking--);
    },
    whenFree: (signal) =>
      new Promise((resolve, reject) => {
        const end = (settle: () => void) => {
          waiting.delete(wake);
          signal.removeEventListener('abort', abort);
          settle();
        };
        const wake = () => end(resolve);
        const abort = () => end(() => reject(signal.reason));
        if (signal.aborted) return reject(signal.reason);
        if (offered()) return resolve();
        waiting.add(wake);
        signal.addEventListener('abort', abort);
      }),
    close() {
      closed = true;
    },
  };
}
