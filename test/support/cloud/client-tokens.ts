import type { Ec2Answer } from './ec2-answer.ts';
import { errorAnswer, instanceIn } from './ec2-answer.ts';
import { type Ec2Call, fingerprint } from './ec2-call.ts';

/**
 * Makes `RunInstances` idempotent by its token, as EC2 does and moto does not: the same words answer the same machine, other words are refused
 * (even when the first call was refused too), and so is a token whose machine has ended.
 */
export class ClientTokens {
  #known = new Map<string, { words: string; answer: Ec2Answer | null }>();
  #turns = new Map<string, Promise<unknown>>();

  /** Calls with the same token follow each other. */
  async run(
    call: Ec2Call,
    launch: () => Promise<Ec2Answer>,
    hasEnded: (instance: string) => Promise<boolean>,
  ): Promise<Ec2Answer> {
    const token = call.parameters.ClientToken;
    if (!token) return launch();
    const before = this.#turns.get(token) ?? Promise.resolve();
    const turn = before.then(() => this.#answer(token, fingerprint(call), launch, hasEnded));
    this.#turns.set(
      token,
      turn.catch(() => undefined),
    );
    return turn;
  }

  async #answer(
    token: string,
    words: string,
    launch: () => Promise<Ec2Answer>,
    hasEnded: (instance: string) => Promise<boolean>,
  ): Promise<Ec2Answer> {
    const known = this.#known.get(token);
    if (known && known.words !== words)
      return errorAnswer(
        400,
        'IdempotentParameterMismatch',
        'Arguments on this idempotent request are inconsistent with arguments used in previous request(s).',
      );
    if (known?.answer) {
      if (!(await hasEnded(instanceIn(known.answer.body)))) return known.answer;
      return errorAnswer(
        400,
        'IdempotentInstanceTerminated',
        'The client token you have provided is associated with a terminated instance.',
      );
    }
    this.#known.set(token, { words, answer: null });
    const answer = await launch();
    if (answer.status === 200) this.#known.set(token, { words, answer });
    return answer;
  }

  clear(): void {
    this.#known.clear();
  }
}
