import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findPythonTool } from '../../tools/find-python-tool.ts';
import { withFileLock } from '../../tools/with-file-lock.ts';
import type { OptunaNames } from '../../workflows/domain/sweeps/check-optuna.ts';

const OPTUNA_VERSION = '5.0.0';
/** What its samplers import, beside what it installs by itself. */
const COMPANIONS = ['cmaes==0.13.0', 'scipy'];
/** Some gigabytes, so only for the samplers that need it. */
const TORCH = 'torch';

/** Where Optuna's environments are kept: they can be made again. */
export const optunaFolder = (env: NodeJS.ProcessEnv): string =>
  env.PERDURA_OPTUNA_DIR || join(env.XDG_CACHE_HOME || join(env.HOME || homedir(), '.cache'), 'perdura', 'optuna');

export interface EnvironmentInput {
  /** Where environments are kept. */
  folder: string;
  /** A sampler of the study works with PyTorch. */
  withTorch: boolean;
  signal: AbortSignal;
  /** Told what is being made, when something is. */
  print(line: string): void;
}

/** Path of a Python that has Optuna. The environment is made with uv when it is not there; of several processes one makes it. */
export async function provideOptuna(input: EnvironmentInput): Promise<string> {
  const target = environmentPath(input);
  if (existsSync(pythonIn(target))) return pythonIn(target);
  const onWait = () => input.print('waits for another process that prepares Optuna');
  return withFileLock(target, { signal: input.signal, onWait }, async () => {
    if (!existsSync(pythonIn(target))) await make(target, input);
    return pythonIn(target);
  });
}

/** What the Optuna that was prepared last knows by name; null before the first. */
export async function readOptunaNames(folder: string): Promise<OptunaNames | null> {
  try {
    return JSON.parse(await readFile(join(folder, 'names.json'), 'utf8')) as OptunaNames;
  } catch {
    return null;
  }
}

export async function writeOptunaNames(folder: string, names: OptunaNames): Promise<void> {
  const file = join(folder, 'names.json');
  await writeFile(`${file}.${process.pid}`, JSON.stringify(names));
  await rename(`${file}.${process.pid}`, file);
}

const environmentPath = ({ folder, withTorch }: EnvironmentInput): string =>
  join(folder, `${OPTUNA_VERSION}${withTorch ? '-torch' : ''}`);

const pythonIn = (environment: string): string => join(environment, 'bin', 'python');

/** Under another name until it is complete: what a killed process leaves behind is no environment. */
async function make(target: string, { folder, withTorch, signal, print }: EnvironmentInput): Promise<void> {
  await mkdir(folder, { recursive: true });
  const run = async ([program, ...parameters]: [string, ...string[]]) => runTool(program, parameters, signal);
  const tool = { name: 'uv', env: process.env, toolsDir: folder, interpreter: { path: 'python3' } } as const;
  const uv = await findPythonTool({ ...tool, run, signal, print });
  const draft = `${target}.new`;
  await rm(draft, { recursive: true, force: true });
  print(`installs Optuna ${OPTUNA_VERSION} with uv into ${target}`);
  await run([uv, 'venv', '--quiet', '--relocatable', draft]);
  const packages = [`optuna==${OPTUNA_VERSION}`, ...COMPANIONS, ...(withTorch ? [TORCH] : [])];
  await run([uv, 'pip', 'install', '--quiet', '--python', pythonIn(draft), ...packages]);
  await rename(draft, target);
}

/** @throws Error with the tool's own words */
async function runTool(program: string, parameters: string[], signal: AbortSignal): Promise<void> {
  try {
    await promisify(execFile)(program, parameters, { signal, maxBuffer: 16 * 1024 * 1024 });
  } catch (cause) {
    signal.throwIfAborted();
    const { stderr = '' } = cause as { stderr?: string };
    throw new Error(
      `cannot prepare Optuna: ${program} ${parameters[0]}: ${stderr.trim().split('\n').slice(-5).join('\n') || cause}`,
      { cause },
    );
  }
}
