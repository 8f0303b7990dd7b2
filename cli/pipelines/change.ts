import { connect, type ServerOptions } from '../connect.ts';
import { report } from '../output.ts';
import { askOfRun } from './requests.ts';

export async function abortRun(run: string, options: ServerOptions & { message?: string }): Promise<void> {
  const answer = await askOfRun(await connect(options), run, 'abort', { ...(options.message && { reason: options.message }) });
  report(options, answer, `${run} is told to stop`);
}

export async function continueRun(run: string, options: ServerOptions): Promise<void> {
  report(options, await askOfRun(await connect(options), run, 'continue'), `${run} goes on; what has completed is kept`);
}

export async function rerunFrom(run: string, step: string, options: ServerOptions): Promise<void> {
  const answer = await askOfRun(await connect(options), run, 'rerun', { step });
  report(options, answer, `${step} and what follows from it run again in ${run}`);
}

export async function approveStep(run: string, step: string, options: ServerOptions & Approval): Promise<void> {
  const approved = !options.refuse;
  const body = { step, approved, ...(options.comment && { comment: options.comment }) };
  report(
    options,
    await askOfRun(await connect(options), run, 'approve', body),
    `${step} is ${approved ? 'approved' : 'refused'}`,
  );
}

interface Approval {
  refuse?: boolean;
  comment?: string;
}

export async function signalRun(run: string, signal: string, options: ServerOptions): Promise<void> {
  report(options, await askOfRun(await connect(options), run, 'signal', { signal }), `${run} is given the signal ${signal}`);
}

export async function pauseRun(run: string, options: ServerOptions): Promise<void> {
  report(options, await askOfRun(await connect(options), run, 'pause'), `${run} starts nothing new; what runs goes on`);
}

export async function resumeRun(run: string, options: ServerOptions): Promise<void> {
  report(options, await askOfRun(await connect(options), run, 'resume'), `${run} starts its steps again`);
}
