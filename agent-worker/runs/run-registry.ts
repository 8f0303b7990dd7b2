import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { type RunRef, runKey } from '../../workflows/contracts/run.ts';
import type { Containers } from '../containers/containers.ts';
import type { AgentServer } from '../server/agent-server.ts';
import type { Slot, SlotGate } from '../slots/slot-gate.ts';
import { createHeldRun, type HeldRun } from './held-run.ts';
import { killRun } from './kill-run.ts';
import { openRunFolder, readRunRecord } from './run-folder.ts';
import { readSupervision } from './supervision.ts';

export interface RunRegistryOptions {
  runsDir: string;
  gate: SlotGate;
  server: AgentServer;
  secrets: string[];
  killGraceMs: number;
  containers: Containers;
  /** Called when a run's processes have ended, right before its slot is given back. */
  onEnd?(run: HeldRun): void;
  /** Shows the consoles of runs where the agent runs. */
  echo?: ((text: string) => void) | undefined;
  log: Logger;
}

/** How long the rest of a console may take that the server may not even want. */
const LAST_WORDS_MS = 60_000;

/** The runs that this agent answers for. Each holds a slot until its processes have ended. */
export interface RunRegistry {
  refs(): RunRef[];
  /** Takes over the runs that an earlier process of this agent has left on disk. */
  adopt(): void;
  hold(run: RunRef, slot: Slot): HeldRun;
  has(run: RunRef): boolean;
  /** The run of a stage; undefined when it is not one of ours and there is no slot for it. */
  open(run: RunRef): HeldRun | undefined;
  /** Ends what is left of the run's processes. */
  kill(run: HeldRun): Promise<void>;
  /** Ends what is left of a run, removes its files but its console, and frees its slot. */
  end(run: HeldRun): Promise<void>;
  /** Ships the rest of an ended run's console and forgets the run; rejects with the signal's reason. */
  remove(run: HeldRun, signal: AbortSignal): Promise<void>;
  /** Ends and removes a run that is no longer ours; the rest of its console gets so much time. */
  revoke(run: RunRef, reason: string, lastWordsMs?: number): Promise<void>;
  /** Leaves every run to the agent's next process. */
  letGo(reason: string): void;
  /** Resolves when there is no run left; rejects with the signal's reason. */
  whenEmpty(signal: AbortSignal): Promise<void>;
}

export function createRunRegistry(options: RunRegistryOptions): RunRegistry {
  const { runsDir, gate, server, secrets, killGraceMs, containers, echo, log } = options;
  const runs = new Map<string, HeldRun>();
  /** On their way out, whatever the server says of them. */
  const ending = new WeakSet<HeldRun>();
  const watchers = new Set<() => void>();

  function hold(ref: RunRef, slot: Slot): HeldRun {
    const known = runs.get(runKey(ref));
    if (known) {
      slot.release();
      return known;
    }
    const run = createHeldRun({ ref, folder: openRunFolder(runsDir, ref), slot, server, secrets, echo, log });
    runs.set(run.key, run);
    return run;
  }

  async function kill(run: HeldRun): Promise<void> {
    const { supervisor } = readSupervision(run.folder.supervision);
    const { containerName: name } = run.folder.record();
    const signalContainer = (signal: 'TERM' | 'KILL') => containers.signal(name!, signal).catch(noteEngineAway(run));
    await killRun(run.key, { graceMs: killGraceMs, supervisor, signalContainer: name ? signalContainer : undefined });
  }

  async function end(run: HeldRun): Promise<void> {
    ending.add(run);
    await kill(run);
    await removeContainer(run).catch(noteEngineAway(run));
    options.onEnd?.(run);
    run.folder.strip();
    run.release();
  }

  /** An engine that is away has ended what it ran: that is no reason to keep a slot. */
  const noteEngineAway =
    ({ key }: HeldRun) =>
    (error: Error) =>
      log.warn({ run: key }, `its container may be left: ${error.message}`);

  async function removeContainer({ folder }: HeldRun): Promise<void> {
    const { container, containerName: name, environment } = folder.record();
    for (const path of [folder.path, environment?.folder]) if (container && path) await containers.takeBack(container, path);
    if (name) await containers.remove(name);
  }

  function forget(run: HeldRun): void {
    run.letGo(new Error('the run is over'));
    run.folder.remove();
    runs.delete(run.key);
    if (runs.size === 0) for (const wake of watchers) wake();
  }

  return {
    refs: () => [...runs.values()].map(({ ref }) => ref),
    adopt() {
      for (const ref of readRunRefs(runsDir)) {
        log.info({ run: runKey(ref) }, 'taking over a run of an earlier process of this agent');
        hold(ref, gate.take());
      }
    },
    hold,
    has: (ref) => runs.has(runKey(ref)),
    open(ref) {
      const known = runs.get(runKey(ref));
      if (known) return known;
      const slot = gate.tryTake();
      try {
        return slot && hold(ref, slot);
      } catch (error) {
        slot?.release();
        throw error;
      }
    },
    kill,
    end,
    async remove(run, signal) {
      await run.finish(signal);
      signal.throwIfAborted();
      forget(run);
    },
    async revoke(ref, reason, lastWordsMs = LAST_WORDS_MS) {
      const run = runs.get(runKey(ref));
      if (!run || ending.has(run)) return;
      log.warn({ run: run.key }, `giving up a run: ${reason}`);
      ending.add(run);
      await run.leave(new Error(reason));
      await end(run);
      await run.finish(AbortSignal.timeout(lastWordsMs));
      forget(run);
    },
    letGo(reason) {
      for (const run of runs.values()) run.letGo(new Error(reason));
    },
    whenEmpty: (signal) =>
      new Promise((resolve, reject) => {
        if (runs.size === 0) return resolve();
        const end = (settle: () => void) => {
          watchers.delete(wake);
          settle();
        };
        const wake = () => end(resolve);
        watchers.add(wake);
        signal.addEventListener('abort', () => end(() => reject(signal.reason)), { once: true });
      }),
  };
}

function readRunRefs(runsDir: string): RunRef[] {
  try {
    return readdirSync(runsDir).flatMap((name) => readRunRecord(join(runsDir, name))?.run ?? []);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
