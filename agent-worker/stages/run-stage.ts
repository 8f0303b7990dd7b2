import { Context } from '@temporalio/activity';
import type { StageReport } from '../../workflows/contracts/agent-api.ts';
import type { RunRef, Stage } from '../../workflows/contracts/run.ts';
import type { HeldRun } from '../runs/held-run.ts';
import { readSupervision } from '../runs/supervision.ts';
import { unless } from '../signals/unless.ts';
import { createTools } from './create-tools.ts';
import type { StageContext, StageServices } from './stage-context.ts';
import { NoSlotError, toActivityFailure } from './stage-failure.ts';

/** Cancellation comes with the answer to a heartbeat, so this bounds how long an abort takes to arrive. */
const HEARTBEAT_MS = 2_000;

export interface StageWork<T> {
  stage: Stage;
  work(context: StageContext): Promise<T>;
  /** When the stage began, if it is found at work. Its beginning is not told again. */
  beganAt?(run: HeldRun): number | undefined;
  /** Done when the end of the stage is told. */
  afterwards?(run: HeldRun, signal: AbortSignal): Promise<void>;
}

/** Does the work of a stage as an activity: with heartbeats, markers in the console, reports, and errors as the workflow knows them. */
export async function runStage<T>(services: StageServices, ref: RunRef, stage: StageWork<T>): Promise<T> {
  const activity = Context.current();
  const heartbeats = setInterval(() => activity.heartbeat(), HEARTBEAT_MS);
  activity.heartbeat();
  let signal = activity.cancellationSignal;
  let run: HeldRun | undefined;
  try {
    run = await openRun(services, ref);
    const held = run;
    return await held.enter(async (left) => {
      signal = AbortSignal.any([left, activity.cancellationSignal]);
      if (activity.info.attempt > 1) await endLeftOvers(services, held);
      const value = await tell({ ...services, run: held, signal, stage });
      await stage.afterwards?.(held, signal);
      return value;
    });
  } catch (error) {
    throw toActivityFailure(error, { activity, signal, mask: (text) => run?.mask.text(text) ?? text });
  } finally {
    clearInterval(heartbeats);
  }
}

/**
 * A run that no claim of ours has brought is taken when there is room for it, and given back when there is not. The first stage
 * of one that a claim has brought may come before that claim's answer.
 */
async function openRun({ registry, server, claimsAnswered }: StageServices, ref: RunRef): Promise<HeldRun> {
  if (!registry.has(ref)) await claimsAnswered();
  const run = registry.open(ref);
  if (run) {
    void run.spec().catch(() => undefined);
    return run;
  }
  await server.release(ref);
  throw new NoSlotError();
}

/** Tools that an agent which was killed has left at work would get in the way of the next try. */
async function endLeftOvers({ registry, containers }: StageServices, run: HeldRun): Promise<void> {
  if (readSupervision(run.folder.supervision).started) return;
  await registry.kill(run);
  const { container } = run.folder.record();
  if (container) await containers.takeBack(container, run.folder.path);
}

interface TellInput<T> extends StageServices {
  run: HeldRun;
  signal: AbortSignal;
  stage: StageWork<T>;
}

async function tell<T>({ stage: { stage, work, beganAt }, ...input }: TellInput<T>): Promise<T> {
  const { run, signal } = input;
  const known = beganAt?.(run);
  const began = known ?? Date.now();
  let said: Pick<StageReport, 'detail' | 'lastLines'> = {};
  if (known === undefined) {
    run.report({ stage, state: 'started', at: began });
    run.console.line(`=== ${stage} ===`);
  }
  const seconds = () => ((Date.now() - began) / 1000).toFixed(1);
  try {
    const value = await work(
      stageContext(input, (detail, more) => {
        said = { detail, ...more };
      }),
    );
    run.console.line(`=== ${stage} done in ${seconds()} s${said.detail ? `: ${said.detail}` : ''} ===`);
    run.report({ stage, state: 'completed', at: Date.now(), ...said });
    return value;
  } catch (error) {
    if (!signal.aborted) {
      const message = (error as Error).message;
      run.console.line(`=== ${stage} failed after ${seconds()} s: ${message} ===`);
      run.report({ stage, state: 'failed', at: Date.now(), detail: message.slice(0, 4_000) });
    }
    throw error;
  }
}

function stageContext(
  { run, signal, ...services }: Omit<TellInput<never>, 'stage'>,
  describe: StageContext['describe'],
): StageContext {
  const spec = () => unless(signal, run.spec());
  const output = (text: Buffer) => run.console.write(text);
  return {
    ...services,
    ...createTools({ ...services, run, spec, signal, output }),
    run,
    signal,
    spec,
    print: (line) => run.console.line(line),
    output,
    describe,
  };
}
