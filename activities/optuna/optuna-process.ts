import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { TrialState } from '../../workflows/contracts/sweep.ts';
import type { OptunaNames } from '../../workflows/domain/sweeps/check-optuna.ts';
import { Refusal } from '../db/errors.ts';

const SCRIPT = fileURLToPath(new URL('./serve.py', import.meta.url));

/** What samplers and pruners write on a trial and on the study, to be told again to a new process. */
export interface Notes {
  trial?: Record<string, unknown>;
  study?: Record<string, unknown>;
}

/** A trial as Optuna is told of it. */
export interface ToldTrial {
  number: number;
  state: TrialState;
  parameters: Record<string, unknown>;
  values: (number | null)[];
  /** Step and value, those that were not told before. */
  intermediate: [number, number][];
  notes: Notes | null;
}

export interface StudyDefinition {
  space: object;
  directions: ('minimize' | 'maximize')[];
  sampler: object;
  pruner: object | null;
  seed: number;
}

export interface OptunaRequest {
  op: 'study';
  /** Begins anew with this study. */
  study: StudyDefinition | null;
  trials: ToldTrial[];
  /** Numbers of new trials. */
  suggest: number[];
  /** Numbers of running trials to judge. */
  prune: number[];
}

export interface OptunaAnswer {
  suggested: { number: number; parameters: Record<string, unknown>; notes: Notes }[];
  pruned: { number: number; prune: boolean; notes: Notes }[];
  /** Its sampler has no more points. */
  stopped: boolean;
  /** What was told contradicts what was told before: tell it all to a new study. */
  again?: true;
}

/** A Python process that asks Optuna, one request after the other. */
export interface OptunaProcess {
  /**
   * @throws Refusal `invalid` for what Optuna does not take
   * @throws Error when the process has ended, or could not answer
   */
  ask(request: OptunaRequest): Promise<OptunaAnswer>;
  names(): Promise<OptunaNames>;
  readonly ended: boolean;
  close(): void;
}

type Reply = { ok: unknown } | { refused: string } | { error: string };

export function startOptuna(python: string): OptunaProcess {
  const child = spawn(python, ['-u', '-W', 'ignore', SCRIPT], { stdio: ['pipe', 'pipe', 'pipe'] });
  const waiting: { resolve(reply: Reply): void; reject(error: Error): void }[] = [];
  const state = { ended: false, words: '' };
  child.stderr.on('data', (chunk: Buffer) => {
    state.words = (state.words + chunk.toString()).slice(-2000);
  });
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.resolve(JSON.parse(line) as Reply));
  const end = (why: string) => {
    state.ended = true;
    for (const call of waiting.splice(0)) call.reject(new Error(`Optuna's process ended (${why}): ${state.words}`));
  };
  child.once('error', (error) => end(error.message));
  child.once('close', (code, signal) => end(signal ?? `exit code ${code}`));
  child.stdin.on('error', () => {});

  const send = async (request: object): Promise<unknown> => {
    if (state.ended) throw new Error(`Optuna's process ended: ${state.words}`);
    const reply = await new Promise<Reply>((resolve, reject) => {
      waiting.push({ resolve, reject });
      write(child, request);
    });
    if ('refused' in reply) throw new Refusal('invalid', reply.refused, { field: 'strategy' });
    if ('error' in reply) throw new Error(reply.error);
    return reply.ok;
  };
  return {
    ask: (request) => send(request) as Promise<OptunaAnswer>,
    names: () => send({ op: 'names' }) as Promise<OptunaNames>,
    get ended() {
      return state.ended;
    },
    close() {
      child.stdin.end();
      child.kill();
    },
  };
}

function write(child: ChildProcessWithoutNullStreams, request: object): void {
  child.stdin.write(`${JSON.stringify(request)}\n`);
}
