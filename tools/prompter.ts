import { createInterface } from 'node:readline';

/** Asks questions and reads the answers, from a terminal or from a script's lines. */
export interface Prompter {
  ask(question: string, fallback?: string): Promise<string>;
  /** Reads lines until `isComplete` or an empty line. */
  readBlock(isComplete: (text: string) => boolean): Promise<string>;
  /** Reads lines until two empty ones follow each other. */
  readLines(): Promise<string>;
  close(): void;
}

export function createPrompter(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Prompter {
  const reader = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  const lines = reader[Symbol.asyncIterator]();

  async function nextLine(): Promise<string | undefined> {
    const { done, value } = await lines.next();
    return done ? undefined : value;
  }

  return {
    async ask(question, fallback = '') {
      output.write(fallback ? `${question} [${fallback}]: ` : `${question}: `);
      const line = await nextLine();
      if (line === undefined && !fallback) throw new Error(`no answer to "${question}"`);
      return line?.trim() || fallback;
    },
    async readBlock(isComplete) {
      let text = '';
      for (;;) {
        const line = await nextLine();
        if (line === undefined || line.trim() === '') return text;
        text += `${line}\n`;
        if (isComplete(text)) return text;
      }
    },
    async readLines() {
      const read: string[] = [];
      for (let empty = 0; empty < 2; ) {
        const line = await nextLine();
        if (line === undefined) break;
        read.push(line);
        empty = line === '' ? empty + 1 : 0;
      }
      return read.join('\n').replace(/\n+$/, '');
    },
    close: () => reader.close(),
  };
}
