import type { Prompter } from '../init/prompter.ts';
import { say } from '../output.ts';

/** Questions that are asked again until the answer is of their kind, as ClearML's wizard asks them. */
export interface Questions {
  text(question: string, fallback?: string): Promise<string>;
  /** `check` answers what is wrong, or undefined. */
  required(question: string, check?: (answer: string) => string | undefined): Promise<string>;
  count(question: string, fallback?: number): Promise<number>;
  yes(question: string): Promise<boolean>;
  list(question: string, another: string): Promise<string[]>;
  lines(question: string): Promise<string>;
}

export function createQuestions(prompter: Prompter): Questions {
  async function until<T>(question: string, fallback: string, read: (answer: string) => T | Refused): Promise<T> {
    for (;;) {
      const answer = read(await prompter.ask(question, fallback));
      if (!(answer instanceof Refused)) return answer;
      say(`  ${answer.why}`);
    }
  }
  const yes = (question: string) =>
    until(`${question} [y/N]`, '', (answer) => {
      if (/^(|n(o)?|f(alse)?)$/i.test(answer)) return false;
      return /^(y(es)?|t(rue)?)$/i.test(answer) || new Refused('yes or no is needed');
    });

  return {
    yes,
    text: (question, fallback = '') => prompter.ask(question, fallback),
    required: (question, check) =>
      until(question, '', (answer) => {
        const why = answer === '' ? 'an answer is needed' : check?.(answer);
        return why === undefined ? answer : new Refused(why);
      }),
    count: (question, fallback) =>
      until(question, fallback === undefined ? '' : String(fallback), (answer) =>
        /^\d+$/.test(answer) && Number(answer) > 0 ? Number(answer) : new Refused('a whole number above 0 is needed'),
      ),
    async list(question, another) {
      const answers: string[] = [];
      for (;;) {
        const answer = await prompter.ask(question);
        if (answer !== '') answers.push(answer);
        if (answer === '' || !(await yes(another))) return answers;
      }
    },
    lines(question) {
      say(`${question}\nTwo empty lines, one after the other, end it:`);
      return prompter.readLines();
    },
  };
}

class Refused {
  readonly why: string;

  constructor(why: string) {
    this.why = why;
  }
}
