import type { Logger } from 'pino';
import type { RunSpec, StageReport } from '../../workflows/contracts/agent-api.ts';
import { type RunRef, runKey } from '../../workflows/contracts/run.ts';
import { runSecrets } from '../console/collect-secrets.ts';
import { type ConsoleShipper, startConsoleShipper } from '../console/console-shipper.ts';
import { type ConsoleSpool, createConsoleSpool } from '../console/console-spool.ts';
import { createSecretMask, type SecretMask } from '../console/secret-mask.ts';
import type { AgentServer } from '../server/agent-server.ts';
import type { Slot } from '../slots/slot-gate.ts';
import type { RunFolder } from './run-folder.ts';

export interface HeldRunOptions {
  ref: RunRef;
  folder: RunFolder;
  slot: Slot;
  server: AgentServer;
  /** Secrets of the agent itself. */
  secrets: string[];
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
  /** Told in order, and for as long as it takes. */
  report(report: StageReport): void;
  /** Waits until what the console has now is stored. */
  flushConsole(signal: AbortSignal): Promise<void>;
  /** Waits until everything is stored and told. */
  finish(signal: AbortSignal): Promise<void>;
  /** Stops everything that this agent does for the run, without touching its processes. */
  letGo(reason: Error): void;
  release(): void;
}

export function createHeldRun({ ref, folder, slot, server, secrets, log }: HeldRunOptions): HeldRun {
  const gone = new AbortController();
  let mask = createSecretMask(secrets);
  let spec: Promise<RunSpec> | undefined;
  let shipper: ConsoleShipper | undefined;
  let reports: Promise<void> = Promise.resolve();
  let current: { abort: AbortController; done: Promise<unknown> } | undefined;

  async function fetchSpec(): Promise<RunSpec> {
    const fetched = await server.spec(ref, gone.signal);
    mask = createSecretMask([...secrets, ...runSecrets(fetched)]);
    shipper = startConsoleShipper({
      path: folder.console,
      mask,
      send: (chunk, signal) => server.sendConsole(ref, chunk, signal),
      onError: (error) => log.warn({ run: runKey(ref), error }, 'the console of this run is no longer sent'),
    });
    gone.signal.addEventListener('abort', () => shipper?.stop(), { once: true });
    return fetched;
  }

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
        return await work(AbortSignal.any([abort.signal, gone.signal]));
      })();
      current = { abort, done };
      return done;
    },
    report(report) {
      reports = reports
        .then(() => server.reportStage(ref, { ...report, ...maskDetail(report, mask) }, gone.signal))
        .catch((error) => {
          if (!gone.signal.aborted) log.warn({ run: runKey(ref), error, report }, 'the server refuses a stage report');
        });
    },
    flushConsole: async (signal) => shipper?.flush(signal),
    async finish(signal) {
      await shipper?.finish(signal);
      await Promise.race([reports, new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))]);
    },
    letGo: (reason) => gone.abort(reason),
    release: () => slot.release(),
  };
}

const maskDetail = ({ detail }: StageReport, mask: SecretMask): Pick<StageReport, 'detail'> =>
  detail === undefined ? {} : { detail: mask.text(detail) };
