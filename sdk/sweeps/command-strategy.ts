import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Answer, Ask, Study } from './study.ts';

/**
 * Asks a program, which runs in `folder`: the question goes to its standard input as one JSON object, `{count, next, pending, space, objectives, trials}`; its standard
 * output is the answer, `{trials: [{…}], done?, prune?}`. What it writes to the standard error is logged.
 */
export const command =
  ([program, ...args]: readonly [string, ...string[]], folder: string): Ask =>
  async (study) => {
    const { count, next, pending, space, objectives } = study;
    const question = JSON.stringify({ count, next, pending, space, objectives, trials: await study.trials() });
    return parse(program, await run({ program, args, folder, question, study }));
  };

interface RunInput {
  program: string;
  args: string[];
  folder: string;
  question: string;
  study: Study;
}

function run({ program, args, folder, question, study }: RunInput): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const child = spawn(program, args, { cwd: folder, signal: study.signal, stdio: ['pipe', 'pipe', 'pipe'] });
  let answer = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    answer += text;
  });
  createInterface({ input: child.stderr }).on('line', (line) => study.log(line));
  child.once('error', reject);
  child.once('close', (code) => (code === 0 ? resolve(answer) : reject(new Error(`${program} ended with exit code ${code}`))));
  // A program that answers without reading closes the pipe.
  child.stdin.on('error', () => {}).end(question);
  return promise;
}

function parse(program: string, text: string): Answer {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    throw new TypeError(
      `${program} answered ${JSON.stringify(text.slice(0, 200))}; it must write one JSON object: {"trials": [{"Args/lr": 0.1}]}`,
    );
  }
}
