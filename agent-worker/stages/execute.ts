import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Context } from '@temporalio/activity';
import type { ExecuteOutcome, Stage } from '../../workflows/contracts/run.ts';
import { insideContainer } from '../containers/run-container.ts';
import { endEarlierAttempts } from '../runs/end-earlier-attempts.ts';
import type { HeldRun } from '../runs/held-run.ts';
import { readLastLines } from '../runs/last-lines.ts';
import { countMemoryKills } from '../runs/out-of-memory.ts';
import { identify } from '../runs/process-table.ts';
import type { RunEnvironment } from '../runs/run-folder.ts';
import { type EndedOutcome, toOutcome } from '../runs/run-outcome.ts';
import { readSupervision, startSupervised } from '../runs/supervision.ts';
import { type WatchResult, watchRun } from '../runs/watch-run.ts';
import { containerVariables, requireRunning } from './create-tools.ts';
import { writeSdkConfiguration } from './sdk-configuration.ts';
import type { StageContext } from './stage-context.ts';
import { RunLostError } from './stage-failure.ts';
import { taskCommand } from './task-command.ts';
import { taskEnvironment } from './task-environment.ts';
import { taskInterpreter } from './task-interpreter.ts';

/** When the process of a run was started, if it was; milliseconds since the epoch. */
export const executeBeganAt = ({ folder }: HeldRun): number | undefined =>
  statSync(join(folder.supervision, 'started'), { throwIfNoEntry: false })?.mtimeMs;

/** Starts the user's process, or finds it again, and watches it to its end. It is killed only when the stop was requested. */
export async function execute(context: StageContext): Promise<ExecuteOutcome> {
  const { run, registry, signal, print, describe } = context;
  const { started } = readSupervision(run.folder.supervision);
  const child = started ? undefined : await start(context);
  try {
    const ended = await watchRun({ folder: run.folder.supervision, child, signal });
    const outcome = await outcomeOf(context, ended);
    if (outcome.kind === 'exited' && outcome.exitCode === 0) describe('exit code 0');
    else
      describe(outcome.kind === 'exited' ? `exit code ${outcome.exitCode}` : outcome.signal, {
        lastLines: lastWords(run, ended),
      });
    return outcome;
  } catch (error) {
    if (!signal.aborted || !Context.current().cancellationDetails?.cancelRequested) throw error;
    print('the stop was requested: ending the process');
    await registry.kill(run);
    describe('stopped');
    return { kind: 'stopped' };
  }
}

const FILLS_WORKSPACE = new Set<Stage>(['clone', 'diff']);

async function start(context: StageContext): Promise<ChildProcess> {
  const { run, spec: fetchSpec, options, worker, containers, env, print } = context;
  const spec = await fetchSpec();
  const { workspace, configuration, supervision, console } = run.folder;
  if (spec.stages.some((stage) => FILLS_WORKSPACE.has(stage)) && !existsSync(workspace))
    throw new RunLostError('what earlier stages have prepared is not on this machine any more');
  mkdirSync(workspace, { recursive: true });
  const environment = run.folder.record().environment ?? (await environmentAsItIs(context, spec.script.binary));
  const { directory, command, scriptFolder } = taskCommand({ script: spec.script, workspace, python: environment.python });
  const roots = options.forceGitRootPythonPath ? ['.', ...environment.modules] : environment.modules;
  const modulePath = [...new Set([directory, scriptFolder, ...roots.map((root) => join(workspace, root))])];
  writeSdkConfiguration(configuration, { sdk: options.sdk, urls: spec.urls });
  const { container } = run.folder.record();
  const ofContainer = container && containerVariables({ container, options, spec, runKey: run.key });
  const about = { spec, options, worker, runKey: run.key, environment, configuration, modulePath };
  const variables = taskEnvironment({ ...about, ofContainer });
  for (const attempt of await endEarlierAttempts(run.ref, { graceMs: options.killGraceMs }))
    print(`ended what attempt ${attempt} had left running on this machine`);
  print(`[${spec.script.working_dir || '.'}]$ ${command.join(' ')}`);
  const execution = { machine: machineIdentity(), memoryKills: countMemoryKills(), consoleFrom: statSync(console).size };
  run.folder.update({ environment, execution });
  if (!container) return startSupervised({ folder: supervision, console, directory, command, env: variables });
  await containers.give(container, [workspace, configuration]);
  const inside = insideContainer({ container, command, cwd: directory, variables, env });
  return startSupervised({ folder: supervision, console, directory, ...inside });
}

/** For a run for which no environment was planned. */
async function environmentAsItIs(context: StageContext, binary: string): Promise<RunEnvironment> {
  const { path } = await taskInterpreter(context, binary);
  return { python: path, folder: null, key: null, modules: [] };
}

async function outcomeOf({ run, containers }: StageContext, { exitCode, diskWasFull }: WatchResult): Promise<EndedOutcome> {
  const { execution, container } = run.folder.record();
  if (exitCode === undefined && execution && execution.machine !== machineIdentity())
    throw new RunLostError('the machine or the container of the agent was restarted, and the process ended with it');
  if (exitCode !== 0 && container) await requireRunning(container, containers);
  const memoryKills = countMemoryKills() > (execution?.memoryKills ?? 0);
  return toOutcome({ exitCode, memoryKills, diskFull: diskWasFull });
}

/** What the process wrote last, and what it could not say itself. */
function lastWords({ folder, mask }: HeldRun, { exitCode, diskWasFull }: WatchResult): string {
  const lines = [readLastLines(folder.console, mask, folder.record().execution?.consoleFrom ?? 0)];
  if (diskWasFull) lines.push(`No space was left on the disk of ${folder.path}: output of this run is missing.`);
  if (exitCode === undefined) lines.push('The process and its supervisor were killed, so that there is no exit code.');
  return lines.join('\n').trim();
}

/**
 * Differs after everything that ends all processes: a restart of the machine or of the container. The number of a
 * container's PID namespace would not do, since it is given out again.
 */
const machineIdentity = (): string =>
  `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${identify(1)?.startTime}`;
