import { say } from './say.ts';

/** How long a machine goes on, and how it ends. */
export interface Life {
  /** Stops the agent; the reason says what becomes of its runs. */
  stop: AbortSignal;
  /** The agent does not wait any longer for them. */
  hurry: AbortSignal;
  /** Why it ended. */
  why(): string;
  /** Ends it; a second time at once. `requeue`: what runs goes back to its queue. `drain`: it ends by itself first. */
  end(why: string, runs: 'requeue' | 'drain'): void;
  release(): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** A life that a signal to this process ends, from its first moment on. */
export function startLife(): Life {
  const [stop, hurry] = [new AbortController(), new AbortController()];
  let why = 'its agent has ended';
  const end: Life['end'] = (reason, runs) => {
    why = reason;
    say(`ending: ${reason}`);
    if (stop.signal.aborted) hurry.abort();
    stop.abort(runs);
  };
  const onSignal = (name: string) => end(`stopped by ${name}`, 'requeue');
  for (const name of SIGNALS) process.on(name, onSignal);
  return {
    stop: stop.signal,
    hurry: hurry.signal,
    why: () => why,
    end,
    release() {
      for (const name of SIGNALS) process.off(name, onSignal);
    },
  };
}
