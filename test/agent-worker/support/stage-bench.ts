import { join } from 'node:path';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { pino } from 'pino';
import { createContainers } from '../../../agent-worker/containers/containers.ts';
import { dockerClient } from '../../../agent-worker/containers/docker-client.ts';
import { openEnvironmentCache } from '../../../agent-worker/environment/environment-cache.ts';
import { findRunProcesses } from '../../../agent-worker/runs/process-table.ts';
import { createRunRegistry, type RunRegistry } from '../../../agent-worker/runs/run-registry.ts';
import { createAgentServer } from '../../../agent-worker/server/agent-server.ts';
import { createSlotGate, type SlotGate } from '../../../agent-worker/slots/slot-gate.ts';
import { createAgentActivities } from '../../../agent-worker/stages/agent-activities.ts';
import { createClient } from '../../../sdk/http-client.ts';
import type { AgentActivities } from '../../../workflows/contracts/agent-activities.ts';
import type { RunSpec } from '../../../workflows/contracts/agent-api.ts';
import { type RunRef, runKey } from '../../../workflows/contracts/run.ts';
import { afterTest } from '../../support/cleanups.ts';
import { agentOptions, type TestOptions } from './agent-options.ts';
import { type FakeServer, startFakeServer } from './fake-server.ts';
import { runSpec } from './run-spec.ts';

/** The stages of an agent against a server in memory, without Temporal. */
export interface StageBench {
  server: FakeServer;
  gate: SlotGate;
  registry: RunRegistry;
  activities: AgentActivities;
  runsDir: string;
  /** Lets the agent have a run that the server knows. */
  claim(spec?: Parameters<typeof runSpec>[0]): RunSpec;
  /** Runs one stage as an activity. */
  /** What a stage of an unknown run waits for. */
  claimsAnswered: Promise<void>;
  run<K extends keyof AgentActivities>(
    stage: K,
    run: RunRef,
    environment?: MockActivityEnvironment,
  ): ReturnType<AgentActivities[K]>;
  /** Runs all planned stages up to the end. */
  runAll(run: RunRef): ReturnType<AgentActivities['execute']>;
  /** The agent's next process, after this one was killed. */
  restart(): StageBench;
}

/** What is to be ended with the test. */
interface Open {
  closing: (() => Promise<void>)[];
  keys: string[];
}

let count = 0;

export async function stageBench(options: Omit<TestOptions, 'url'> = {}): Promise<StageBench> {
  const server = await startFakeServer();
  const compiled = agentOptions({ ...options, url: server.url });
  const open: Open = { closing: [() => server.close()], keys: [] };
  afterTest(() => end(open));
  return openBench(server, compiled, open);
}

function openBench(server: FakeServer, options: ReturnType<typeof agentOptions>, open: Open): StageBench {
  const log = pino({ level: 'silent' });
  const agentServer = createAgentServer(createClient(options.connection), log);
  const gate = createSlotGate(options.slots);
  const runsDir = join(options.serverDir, 'runs');
  const { secrets, killGraceMs } = options;
  const containers = createContainers(dockerClient(options.env));
  const registry = createRunRegistry({ runsDir, gate, server: agentServer, secrets, killGraceMs, containers, log });
  const environments = openEnvironmentCache(options.packages.cache);
  const activities = createAgentActivities({
    ...{ registry, server: agentServer, options, worker: 'box:0', environments, containers },
    claimsAnswered: () => bench.claimsAnswered,
  });
  open.closing.push(async () => registry.letGo('the test is over'));

  const bench: StageBench = {
    claimsAnswered: Promise.resolve(),
    server,
    gate,
    registry,
    activities,
    runsDir,
    claim(change = {}) {
      const run = { taskId: `task${process.pid}x${count++}`, attempt: 1 };
      const spec = runSpec({ run, ...change });
      server.specs.set(runKey(run), spec);
      open.keys.push(runKey(run));
      registry.hold(run, gate.tryTake()!);
      return spec;
    },
    run: (stage, run, environment = activityEnvironment()) => environment.run(activities[stage], run) as never,
    async runAll(run) {
      const { script, container } = server.specs.get(runKey(run))!;
      if (options.containers) await bench.run('container', run);
      if (container.setup_shell_script) await bench.run('setupScript', run);
      if (script.repository) await bench.run('clone', run);
      if (script.diff) await bench.run('diff', run);
      if (!(await bench.run('environment', run)).ready) await bench.run('install', run);
      const outcome = await bench.run('execute', run);
      await bench.run('cleanUp', run);
      return outcome;
    },
    restart: () => openBench(server, options, open),
  };
  return bench;
}

/** @throws Error naming the processes that runs have left behind, which are killed */
async function end({ closing, keys }: Open): Promise<void> {
  await Promise.all(closing.map((close) => close()));
  const left = keys.flatMap((key) => findRunProcesses(key));
  for (const { pid } of left) process.kill(pid, 'SIGKILL');
  if (left.length > 0) throw new Error(`processes left behind: ${left.map(({ pid }) => pid).join(', ')}`);
}

/** Where a stage runs as an activity, and may be cancelled. */
export const activityEnvironment = (): MockActivityEnvironment =>
  new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') });
