import { mkdirSync } from 'node:fs';
import type { RunSpec } from '../../workflows/contracts/agent-api.ts';
import { containerEnvironment } from '../containers/container-environment.ts';
import type { Containers } from '../containers/containers.ts';
import { insideContainer, type RunContainer } from '../containers/run-container.ts';
import type { RunTool } from '../environment/installer.ts';
import type { AgentOptions } from '../options/agent-options.ts';
import type { HeldRun } from '../runs/held-run.ts';
import { RUN_MARKER } from '../runs/process-table.ts';
import { CommandError, runCommand } from './run-command.ts';
import { RunLostError } from './stage-failure.ts';
import { runEnvironment, toolEnvironment } from './task-environment.ts';

/** Of what is not shown, because somebody reads it whole: the list of a large environment has tens of kilobytes. */
const READ_BYTES = 16 * 1024 ** 2;

export interface ToolsInput {
  run: HeldRun;
  spec(): Promise<RunSpec>;
  options: AgentOptions;
  containers: Containers;
  signal: AbortSignal;
  output(text: Buffer): void;
}

export interface Tools {
  /** Environment for tools on the machine. */
  env: NodeJS.ProcessEnv;
  /** Runs a tool on the machine, by default in the run's workspace. */
  hostTool: RunTool;
  /** The same in the run's container, if it has one. */
  tool: RunTool;
}

export function createTools({ run, spec, options, containers, signal, output }: ToolsInput): Tools {
  const env = toolEnvironment(options.env, run.key);
  const { workspace } = run.folder;
  const outputOf = (silent = false) => (silent ? { onOutput: () => undefined, keptBytes: READ_BYTES } : { onOutput: output });
  const hostTool: RunTool = (command, { cwd = workspace, env: more, silent } = {}) => {
    mkdirSync(cwd, { recursive: true });
    return runCommand({ command, cwd, env: { ...env, ...more }, signal, ...outputOf(silent) });
  };
  return {
    env,
    hostTool,
    async tool(command, { cwd = workspace, env: more, silent } = {}) {
      const { container } = run.folder.record();
      if (!container) return hostTool(command, { cwd, ...(more && { env: more }), ...(silent && { silent }) });
      mkdirSync(cwd, { recursive: true });
      const variables = { ...containerVariables({ container, options, spec: await spec(), runKey: run.key }), ...more };
      const inside = insideContainer({ container, command, cwd, variables, env });
      try {
        return await runCommand({ ...inside, name: command[0], cwd, signal, ...outputOf(silent) });
      } catch (error) {
        if (error instanceof CommandError) await requireRunning(container, containers);
        throw error;
      }
    },
  };
}

/** Throws RunLostError when a container has ended, of which what ran in it is no cause. */
export async function requireRunning({ name }: RunContainer, { isRunning }: Containers): Promise<void> {
  if (!(await isRunning(name))) throw new RunLostError('the container of the run was ended from outside');
}

export interface ContainerVariablesInput {
  container: RunContainer;
  options: AgentOptions;
  spec: RunSpec;
  runKey: string;
}

/** What everything in the container of a run has in its environment. */
export function containerVariables({ container, options, spec, runKey }: ContainerVariablesInput): NodeJS.ProcessEnv {
  if (!options.containers) throw new RunLostError('this agent runs tasks without containers now');
  const env = runEnvironment(options.env, runKey);
  return {
    ...containerEnvironment({ container, asked: spec.container, options: options.containers, env }),
    [RUN_MARKER]: runKey,
  };
}
