/** Tells a person how far a long piece of work is. */
export interface Progress {
  note(text: string): void;
  /** Announces a step that takes long, says now and then that it goes on, and how long it took. */
  step<T>(text: string, work: () => Promise<T>): Promise<T>;
}

const REMINDER_MS = 10_000;

/** Writes one line for each piece of news, with the seconds since the start. */
export function createProgress(write: (line: string) => void): Progress {
  const begin = performance.now();
  const note = (text: string) => write(`[${seconds(performance.now() - begin).padStart(7)}] ${text}`);
  return {
    note,
    async step(text, work) {
      const stepBegin = performance.now();
      note(`${text} …`);
      const reminder = setInterval(() => note(`${text} … ${seconds(performance.now() - stepBegin)}`), REMINDER_MS);
      try {
        const result = await work();
        note(`${text}: done in ${seconds(performance.now() - stepBegin)}`);
        return result;
      } finally {
        clearInterval(reminder);
      }
    },
  };
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
