import type { Prompter } from '../../tools/prompter.ts';
import { say } from '../output.ts';

/** Questions that are asked again until the answer is of their kind, as ClearML's wizard asks them. */
export interface Questions {
  text(question: string, fallback?: string): Promise<string>;
  /** `check` answers what is wrong, or undefined. */
  required(question: string, check?: (answer: string) => string | undefined): Promise<string>;
  /** The same, and may be left blank. */
  optional(question: string, check: (answer: string) => string | undefined): Promise<string>;
  /** What is typed is not shown. */
  secret(question: string): Promise<string>;
  /** The same, with an answer. */
  requiredSecret(question: string): Promise<string>;
  count(question: string, fallback?: number): Promise<number>;
  yes(question: string): Promise<boolean>;
  list(question: string, another: string): Promise<string[]>;
  lines(question: string): Promise<string>;
}

/** What differs from cloud to cloud. */
export interface CloudQuestions {
  /** Of a name for a kind of machine. */
  example: string;
  /** Answers what `hyper_params` has of the cloud. */
  askCredentials(questions: Questions): Promise<Record<string, unknown>>;
  askResource(questions: Questions): Promise<object>;
}

export function createQuestions(prompter: Prompter): Questions {
  async function until<T>(ask: () => Promise<string>, read: (answer: string) => T | Refused): Promise<T> {
    for (;;) {
      const answer = read(await ask());
      if (!(answer instanceof Refused)) return answer;
      say(`  ${answer.why}`);
    }
  }
  const checked = (question: string, check: (answer: string) => string | undefined) =>
    until(
      () => prompter.ask(question),
      (answer) => {
        const why = check(answer);
        return why === undefined ? answer : new Refused(why);
      },
    );
  const secret = async (question: string) => (await prompter.askSecret(question)).trim();
  const yes = (question: string) =>
    until(
      () => prompter.ask(`${question} [y/N]`),
      (answer) => {
        if (/^(|n(o)?|f(alse)?)$/i.test(answer)) return false;
        return /^(y(es)?|t(rue)?)$/i.test(answer) || new Refused('yes or no is needed');
      },
    );

  return {
    yes,
    text: (question, fallback = '') => prompter.ask(question, fallback),
    required: (question, check) => checked(question, (answer) => (answer === '' ? NEEDED : check?.(answer))),
    optional: (question, check) => checked(question, (answer) => (answer === '' ? undefined : check(answer))),
    secret,
    requiredSecret: (question) =>
      until(
        () => secret(question),
        (answer) => (answer === '' ? new Refused(NEEDED) : answer),
      ),
    count: (question, fallback) =>
      until(
        () => prompter.ask(question, fallback === undefined ? '' : String(fallback)),
        (answer) =>
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

const NEEDED = 'an answer is needed';

class Refused {
  readonly why: string;

  constructor(why: string) {
    this.why = why;
  }
}
