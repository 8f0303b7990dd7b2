import type { Logger } from 'pino';
import type { RunSpec, StageReport } from '../../workflows/contracts/agent-api.ts';
import { type RunRef, runKey } from '../../workflows/contracts/run.ts';
import { runSecrets } from '../console/collect-secrets.ts';
import { type ConsoleShipper, startConsoleShipper } from '../console/console-shipper.ts';
import { type ConsoleSpool, createConsoleSpool } from '../console/console-spool.ts';
import { createSecretMask, type SecretMask } from '../console/secret-mask.ts';
import type { AgentServer } from '../server/agent-server.ts';
import { unless } from '../signals/unless.ts';
import type { Slot } from '../slots/slot-gate.ts';
import type { RunFolder } from './run-folder.ts';

export interface HeldRunOptions {
  ref: RunRef;
  folder: RunFolder;
  slot: Slot;
  server: AgentServer;
  /** Secrets of the agent itself. */
  secrets: string[];
  /** Shows the run's console where the agent runs. */
  echo?: ((text: string) => void) | undefined;
  log: Logger;
}

/** A run that this agent has and answers for, from the claim to its clean-up. */
export interface HeldRun {
  readonly ref: RunRef;
  readonly key: string;
  readonly folder: RunFolder;
  readonly console: ConsoleSpool;
  readonly mask: SecretMask;
  /** Aborted when the agent lets go of the run. */
  readonly signal: AbortSignal;
  /** What to run, asked of the server once. Its console is shipped from then on, when its secrets are known. */
  spec(): Promise<RunSpec>;
  /** Runs a stage; one that is still at work on the same run is made to leave first. */
  enter<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Tells the server something about the run: in order, and for as long as it takes. */
  tell(what: string, send: (signal: AbortSignal) => Promise<void>): void;
  report(report: StageReport): void;
  /** Waits until what there is so far is stored and told; ends early with the signal. */
  settle(signal: AbortSignal): Promise<void>;
  /** Waits until everything is stored and told, and ends the shipping; ends early with the signal. */
  finish(signal: AbortSignal): Promise<void>;
  /** Makes the stage at work leave, and keeps others from starting; resolves when none is at work. */
  leave(reason: Error): Promise<void>;
  /** Stops everything that this agent does for the run, without touching its processes. */
  letGo(reason: Error): void;
  /** Frees the slot. */
  release(): void;
}

export function createHeldRun({ ref, folder, slot, server, secrets, echo, log }: HeldRunOptions): HeldRun {
  const gone = new AbortController();
  const left = new AbortController();
  let mask = createSecretMask(secrets);
  let spec: Promise<RunSpec> | undefined;
  let shipper: ConsoleShipper | undefined;
  let telling: Promise<void> = Promise.resolve();
  let current: { abort: AbortController; done: Promise<unknown> } | undefined;

  async function fetchSpec(): Promise<RunSpec> {
    const fetched = await server.spec(ref, gone.signal);
    mask = createSecretMask([...secrets, ...runSecrets(fetched)]);
    shipper = startConsoleShipper({
      path: folder.console,
      mask,
      send: (chunk, signal) => server.sendConsole(ref, chunk, signal),
      onShipped: echo,
      onError: (error) =>
        log.warn({ run: runKey(ref) }, `the console of this run is no longer sent: ${(error as Error).message}`),
    });
    gone.signal.addEventListener('abort', () => shipper?.stop(), { once: true });
    return fetched;
  }

  const tell: HeldRun['tell'] = (what, send) => {
    telling = telling
      .then(() => send(gone.signal))
      .catch((error: Error) => {
        if (!gone.signal.aborted) log.warn({ run: runKey(ref) }, `the server refuses ${what}: ${error.message}`);
      });
  };

  return {
    ref,
    key: runKey(ref),
    folder,
    console: createConsoleSpool(folder.console, () => mask),
    get mask() {
      return mask;
    },
    signal: gone.signal,
    spec() {
      spec ??= fetchSpec().catch((error) => {
        spec = undefined;
        throw error;
      });
      return spec;
    },
    async enter(work) {
      const previous = current;
      const abort = new AbortController();
      const done = (async () => {
        previous?.abort.abort(new Error('a newer try of this run has taken over'));
        await previous?.done.catch(() => undefined);
        return await work(AbortSignal.any([abort.signal, left.signal, gone.signal]));
      })();
      current = { abort, done };
      return done;
    },
    tell,
    report: ({ detail, ...report }) => {
      const masked = detail === undefined ? {} : { detail: mask.text(detail) };
      tell(`stage ${report.stage} ${report.state}`, (signal) => server.reportStage(ref, { ...report, ...masked }, signal));
    },
    settle: (signal) => patiently(signal, async () => Promise.all([shipper?.flush(signal), telling])),
    finish: (signal) =>
      patiently(signal, async () => {
        await spec?.catch(() => undefined);
        await shipper?.finish(signal);
        await telling;
      }),
    async leave(reason) {
      left.abort(reason);
      await current?.done.catch(() => undefined);
    },
    letGo: (reason) => gone.abort(reason),
    release: () => slot.release(),
  };
}

/** Does what can be done until the signal is aborted. */
const patiently = (signal: AbortSignal, work: () => Promise<unknown>): Promise<void> =>
  unless(signal, work()).then(
    () => undefined,
    () => undefined,
  );
