import { type ConsoleRequest, fetchConsolePage } from '../../../api/task-results.ts';
import type { ConsoleLine, ConsolePage } from '../../../api/types.ts';
import { lastState } from '../../../domain/ansi.ts';

/** One line as it is shown. */
export interface Line {
  key: string;
  /** Milliseconds since the epoch. */
  at: number;
  level: string;
  text: string;
  attempt: number | null;
}

export interface ConsoleSnapshot {
  lines: Line[];
  /** The line that is being written: it changes until it is finished and one of `lines`. */
  open: Line[];
  /** Lines that the server has, loaded or not. */
  total: number;
  /** There are earlier lines that have not been loaded. */
  earlier: boolean;
  loading: boolean;
  error: unknown;
}

const PAGE_LINES = 2000;
const BULK_PAGE_LINES = 10_000;

type Fetch = (request: ConsoleRequest, signal: AbortSignal) => Promise<ConsolePage>;

/** The console of one task as far as it has been loaded: newest lines first of all, earlier ones on demand, later ones as they come. */
export class ConsoleBuffer {
  readonly #fetch: Fetch;
  readonly #abort = new AbortController();
  readonly #listeners = new Set<() => void>();
  #snapshot: ConsoleSnapshot = { lines: [], open: [], total: 0, earlier: false, loading: true, error: null };
  #next: string | null = null;
  #previous: string | null = null;
  #loadedLines = 0;
  #work: Promise<void> = Promise.resolve();
  #following = false;

  constructor(fetch: Fetch) {
    this.#fetch = fetch;
  }

  static ofTask(taskId: string, attempt: number | undefined): ConsoleBuffer {
    return new ConsoleBuffer((request, signal) => fetchConsolePage(taskId, { ...request, attempt }, signal));
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): ConsoleSnapshot => this.#snapshot;

  /** Loads the newest page. */
  open(): void {
    this.#enqueue(() => this.#reload());
  }

  /** Loads what came after the last loaded line; a call while one is waiting adds nothing. */
  follow(): void {
    if (this.#following) return;
    this.#following = true;
    this.#enqueue(async () => {
      this.#following = false;
      await this.#loadLater();
    });
  }

  /** Loads one page before the first loaded line. */
  loadEarlier(): void {
    if (this.#snapshot.earlier && !this.#snapshot.loading) this.#enqueue(() => this.#loadEarlierPage(PAGE_LINES));
  }

  /** Loads everything before, page by page, until `signal` says stop. */
  loadAll(signal: AbortSignal): void {
    this.#enqueue(async () => {
      while (this.#snapshot.earlier && !signal.aborted && !this.#abort.signal.aborted)
        await this.#loadEarlierPage(BULK_PAGE_LINES);
    });
  }

  close(): void {
    this.#abort.abort();
    this.#listeners.clear();
  }

  /** One request at a time, so that pages come in order. */
  #enqueue(job: () => Promise<void>): void {
    this.#work = this.#work.then(async () => {
      if (this.#abort.signal.aborted) return;
      try {
        this.#set({ loading: true });
        await job();
        this.#set({ loading: false, error: null });
      } catch (error) {
        if (!this.#abort.signal.aborted) this.#set({ loading: false, error });
      }
    });
  }

  async #reload(): Promise<void> {
    const page = await this.#get({ limit: PAGE_LINES });
    this.#next = page.nextCursor;
    this.#previous = page.previousCursor;
    this.#loadedLines = page.lines.length;
    this.#set({
      lines: page.lines.map(toLine),
      open: openLines(page),
      total: page.total,
      earlier: this.#loadedLines < page.total && this.#previous !== null,
    });
  }

  async #loadLater(): Promise<void> {
    if (this.#next === null) return this.#reload();
    for (;;) {
      const page = await this.#get({ after: this.#next, limit: PAGE_LINES });
      // Fewer lines than were read: the task was reset and begins anew.
      if (page.total < this.#loadedLines) return this.#reload();
      this.#next = page.nextCursor;
      this.#loadedLines += page.lines.length;
      this.#set({
        open: openLines(page),
        total: page.total,
        ...(page.lines.length > 0 ? { lines: [...this.#snapshot.lines, ...page.lines.map(toLine)] } : {}),
      });
      if (page.lines.length === 0 || this.#loadedLines >= page.total) return;
    }
  }

  async #loadEarlierPage(limit: number): Promise<void> {
    if (this.#previous === null) return;
    const page = await this.#get({ before: this.#previous, limit });
    this.#previous = page.previousCursor;
    this.#loadedLines += page.lines.length;
    this.#set({
      lines: [...page.lines.map(toLine), ...this.#snapshot.lines],
      total: page.total,
      earlier: page.lines.length > 0 && this.#previous !== null,
    });
  }

  #get(request: ConsoleRequest): Promise<ConsolePage> {
    return this.#fetch(request, this.#abort.signal);
  }

  #set(part: Partial<ConsoleSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...part };
    for (const listener of this.#listeners) listener();
  }
}

const toLine = ({ id, timestamp, level, text, attempt }: ConsoleLine): Line => ({
  key: id,
  at: timestamp,
  level,
  text: lastState(text),
  attempt,
});

/** The open line keeps its key when it is finished, so that it stays where it is. */
const openLines = ({ open }: ConsolePage): Line[] => (open ? [toLine(open)] : []);
