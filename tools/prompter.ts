import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** Asks questions and reads the answers, from a terminal or from a script's lines. */
export interface Prompter {
  /** @throws Error when the input ends before the answer, and there is no fallback */
  ask(question: string, fallback?: string): Promise<string>;
  /** As `ask`, with the answer as it was typed, which is not shown. */
  askSecret(question: string): Promise<string>;
  /** Reads lines until `isComplete` or an empty line. */
  readBlock(isComplete: (text: string) => boolean): Promise<string>;
  /** Reads lines until two empty ones follow each other. */
  readLines(): Promise<string>;
  close(): void;
}

type Input = NodeJS.ReadableStream & { isTTY?: boolean };

/** At a terminal nothing is shown but the answer to a question that waits for one: not what is pasted for those that follow. */
export function createPrompter(input: Input, output: NodeJS.WritableStream): Prompter {
  const screen = createScreen(output);
  const terminal = input.isTTY === true;
  const reader = createInterface({ input, output: screen, terminal, historySize: 0, crlfDelay: Number.POSITIVE_INFINITY });
  const lines = reader[Symbol.asyncIterator]();
  let over = false;
  reader.once('close', () => {
    over = true;
  });
  reader.on('line', screen.hide);
  // In place of the terminal, which leaves that to whoever reads keys.
  reader.on('SIGINT', () => {
    reader.close();
    process.kill(process.pid, 'SIGINT');
  });

  async function nextLine(prompt: string, { shown = true } = {}): Promise<string | undefined> {
    screen.show();
    if (terminal && !over) {
      reader.setPrompt(prompt);
      reader.prompt();
    } else output.write(prompt);
    if (!shown) screen.hide();
    const { done, value } = await lines.next();
    if (!shown && terminal) output.write('\n');
    return done ? undefined : value;
  }

  return {
    async ask(question, fallback = '') {
      const line = await nextLine(fallback ? `${question} [${fallback}]: ` : `${question}: `);
      if (line === undefined && !fallback) throw noAnswer(question);
      return line?.trim() || fallback;
    },
    async askSecret(question) {
      const line = await nextLine(`${question}: `, { shown: false });
      if (line === undefined) throw noAnswer(question);
      return line;
    },
    async readBlock(isComplete) {
      let text = '';
      for (;;) {
        const line = await nextLine('');
        if (line === undefined || line.trim() === '') return text;
        text += `${line}\n`;
        if (isComplete(text)) return text;
      }
    },
    async readLines() {
      const read: string[] = [];
      for (let empty = 0; empty < 2; ) {
        const line = await nextLine('');
        if (line === undefined) break;
        read.push(line);
        empty = line === '' ? empty + 1 : 0;
      }
      return read.join('\n').replace(/\n+$/, '');
    },
    close: () => reader.close(),
  };
}

const noAnswer = (question: string): Error => new Error(`no answer to "${question}"`);

/** What readline writes passes through it while it shows. */
function createScreen(output: NodeJS.WritableStream) {
  let shows = false;
  const screen = new Writable({
    write(chunk, _encoding, done) {
      if (shows) output.write(chunk);
      done();
    },
  });
  // How long a line is before it goes on below.
  Object.defineProperty(screen, 'columns', { get: () => (output as { columns?: number }).columns });
  return Object.assign(screen, {
    show() {
      shows = true;
    },
    hide() {
      shows = false;
    },
  });
}
