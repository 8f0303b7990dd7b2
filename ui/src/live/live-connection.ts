import type { LiveEvent } from '../api/types.ts';

/** `idle`: nobody listens, or the tab is hidden. */
export type LiveState = 'idle' | 'connecting' | 'open' | 'retrying';

export interface LiveListener {
  onEvent: (event: LiveEvent) => void;
  /** Called when events may have been missed: after the stream came (back), with the topics that are new to it or null for all. */
  onGap: (topics: string[] | null) => void;
  /** Called when the stream broke: the server is away, or the session is over. */
  onLoss: () => void;
}

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 5000;
/** Topics that come and go within one navigation make one connection. */
const SETTLE_MS = 30;

/**
 * The one stream of server-sent events: a union of the topics that pages ask for, reopened when it changes and after every loss.
 * The stream is closed while the tab is hidden, because a browser allows six connections to a server over all tabs.
 */
export class LiveConnection {
  readonly #listener: LiveListener;
  readonly #topics = new Map<string, number>();
  readonly #stateListeners = new Set<() => void>();
  #state: LiveState = 'idle';
  #source: EventSource | null = null;
  #openTopics = new Set<string>();
  #lost = false;
  #retryMs = FIRST_RETRY_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(listener: LiveListener) {
    this.#listener = listener;
  }

  get state(): LiveState {
    return this.#state;
  }

  /** For `useSyncExternalStore`. */
  readonly onStateChange = (listener: () => void): (() => void) => {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  };

  /** Adds topics; returns the function that gives them back. */
  subscribe(topics: string[]): () => void {
    for (const topic of topics) this.#topics.set(topic, (this.#topics.get(topic) ?? 0) + 1);
    this.#schedule(SETTLE_MS);
    return () => {
      for (const topic of topics) this.#release(topic);
    };
  }

  /** Tries at once instead of at the end of the pause. */
  readonly retryNow = (): void => {
    if (this.#state === 'retrying') this.#schedule(0);
  };

  /** Closes the stream until `resume`. */
  pause(): void {
    this.#close();
    this.#lost = true;
    this.#setState('idle');
  }

  resume(): void {
    this.#schedule(0);
  }

  #release(topic: string): void {
    const left = (this.#topics.get(topic) ?? 0) - 1;
    if (left > 0) this.#topics.set(topic, left);
    else this.#topics.delete(topic);
    this.#schedule(SETTLE_MS);
  }

  #schedule(delayMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#reconcile(), delayMs);
  }

  #reconcile(): void {
    if (document.hidden && this.#source === null) return;
    const wanted = [...this.#topics.keys()].sort();
    if (wanted.length === 0) {
      this.pause();
      return;
    }
    const covered = this.#source !== null && wanted.every((topic) => this.#openTopics.has(topic));
    if (!covered) this.#open(wanted);
  }

  #open(topics: string[]): void {
    const known = this.#openTopics;
    const previous = this.#source;
    if (this.#state !== 'retrying' && this.#state !== 'open') this.#setState('connecting');
    const source = new EventSource(`/api/live?topics=${topics.map(encodeURIComponent).join(',')}`);
    this.#source = source;
    this.#openTopics = new Set(topics);
    source.onopen = () => {
      // The old stream serves until the new one does, so that nothing falls between them.
      previous?.close();
      this.#onOpen(topics.filter((topic) => !known.has(topic)));
    };
    source.onmessage = (message) => this.#take(JSON.parse(message.data));
    source.onerror = () => {
      previous?.close();
      source.close();
      if (this.#source === source) this.#onLoss();
    };
  }

  /** The server says `reset` when it may have missed changes itself. */
  #take(event: LiveEvent | { topic: 'reset' }): void {
    if (event.topic === 'reset') this.#listener.onGap(null);
    else this.#listener.onEvent(event);
  }

  #onOpen(newTopics: string[]): void {
    this.#retryMs = FIRST_RETRY_MS;
    this.#setState('open');
    this.#listener.onGap(this.#lost ? null : newTopics);
    this.#lost = false;
  }

  #onLoss(): void {
    this.#close();
    this.#lost = true;
    this.#setState('retrying');
    this.#listener.onLoss();
    this.#schedule(this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
  }

  #close(): void {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
    this.#openTopics = new Set();
  }

  #setState(state: LiveState): void {
    if (this.#state === state) return;
    this.#state = state;
    for (const listener of this.#stateListeners) listener();
  }
}
