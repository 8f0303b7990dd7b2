import type { RunSpec, StageReport } from '../../workflows/contracts/agent-api.ts';
import type { Containers } from '../containers/containers.ts';
import type { EnvironmentCache } from '../environment/environment-cache.ts';
import type { AgentOptions } from '../options/agent-options.ts';
import type { HeldRun } from '../runs/held-run.ts';
import type { RunRegistry } from '../runs/run-registry.ts';
import type { AgentServer } from '../server/agent-server.ts';
import type { Tools } from './create-tools.ts';

/** What the stages of every run share. */
export interface StageServices {
  registry: RunRegistry;
  server: AgentServer;
  options: AgentOptions;
  /** Id under which the agent is registered. */
  worker: string;
  environments: EnvironmentCache;
  containers: Containers;
  /** Resolves when the claims at work have been answered. */
  claimsAnswered(): Promise<void>;
}

/** One try of one stage. */
export interface StageContext extends StageServices, Tools {
  run: HeldRun;
  /** What to run. Waits for the server, which the later stages of a run may have to do without. */
  spec(): Promise<RunSpec>;
  /** Aborted when this try is to leave. */
  signal: AbortSignal;
  /** Appends a line to the run's console. */
  print(line: string): void;
  /** Appends a tool's output to the run's console. */
  output(text: Buffer): void;
  /** Says in one line how the stage ended: "cache hit 3f9c…"; of a process that failed with what it wrote last. */
  describe(detail: string, more?: Pick<StageReport, 'lastLines'>): void;
}
