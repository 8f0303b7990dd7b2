import type { AgentActivities } from '../../workflows/contracts/agent-activities.ts';
import type { RunRef, Stage } from '../../workflows/contracts/run.ts';
import type { HeldRun } from '../runs/held-run.ts';
import { clone } from './clone.ts';
import { container } from './container.ts';
import { diff } from './diff.ts';
import { findEnvironment, installEnvironment } from './environment.ts';
import { execute, executeBeganAt } from './execute.ts';
import { runStage } from './run-stage.ts';
import { runSetUpScript } from './set-up-script.ts';
import type { StageContext, StageServices } from './stage-context.ts';

/** The stages of runs as activities on the agent's own task queue. */
export function createAgentActivities(services: StageServices): AgentActivities {
  const { registry } = services;
  const simple =
    <T>(stage: Stage, work: (context: StageContext) => Promise<T>) =>
    (run: RunRef) =>
      runStage(services, run, { stage, work });

  return {
    container: simple('container', container),
    setupScript: simple('setupScript', runSetUpScript),
    clone: simple('clone', clone),
    diff: simple('diff', diff),
    environment: simple('environment', findEnvironment),
    install: simple('install', installEnvironment),
    execute: (run) => runStage(services, run, { stage: 'execute', work: execute, beganAt: executeBeganAt, afterwards: settle }),
    async cleanUp(ref) {
      // Nothing is left when an earlier try has ended and only its answer was lost.
      if (!registry.has(ref)) return;
      await runStage(services, ref, {
        stage: 'cleanUp',
        work: ({ run }) => registry.end(run),
        afterwards: (run, signal) => registry.remove(run, signal),
      });
    },
  };
}

/** Whoever sees the task end finds its output: the end waits for a server that is away, as long as it takes. */
const settle = (run: HeldRun, signal: AbortSignal): Promise<void> => run.settle(signal);
