import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { CommandError } from '../stages/run-command.ts';
import type { RunTool } from './installer.ts';
import type { PackageOptions } from './package-options.ts';

export interface Interpreter {
  /** Absolute path. */
  path: string;
  /** Such as `3.11.7`. */
  version: string;
}

const PROBE = 'import sys; print("%d.%d.%d" % sys.version_info[:3]); print(sys.executable)';
const probed = new Map<string, Promise<Interpreter | undefined>>();

export interface InterpreterInput {
  /** `script.binary` of the task, of which only the version counts. */
  binary: string;
  options: Pick<PackageOptions, 'pythonBinary' | 'ignoreRequestedVersion'>;
  probe: InterpreterProbe;
  print(line: string): void;
}

/** Asks an interpreter for its version and its path; undefined when there is none of this name. */
export type InterpreterProbe = (name: string) => Promise<Interpreter | undefined>;

/** Finds the interpreter for a task; another version with a notice when the machine lacks the wanted one. Throws without any. */
export async function findInterpreter({ binary, options, probe, print }: InterpreterInput): Promise<Interpreter> {
  const wanted = options.ignoreRequestedVersion ? undefined : requestedVersion(binary);
  for (const candidate of candidates(options.pythonBinary, wanted)) {
    const found = await probe(candidate);
    if (!found) continue;
    if (wanted && !options.pythonBinary && !fits(found.version, wanted)) continue;
    return found;
  }
  const fallback = await firstOf(['python3', 'python'], probe);
  if (!fallback) throw new NoInterpreterError('no Python interpreter found on PATH');
  const missing = options.pythonBinary
    ? `agent.python_binary "${options.pythonBinary}" is not`
    : `Python ${wanted} is asked for and not`;
  print(`${missing} on this machine: using ${fallback.version}`);
  return fallback;
}

/** For an environment that brings a Python along: an interpreter of this machine for tools, with the version that the task wants. */
export async function findInterpreterForTools(input: InterpreterInput): Promise<Interpreter> {
  const found = await findInterpreter({ ...input, binary: '' });
  const wanted = input.options.ignoreRequestedVersion ? undefined : requestedVersion(input.binary);
  return { ...found, version: wanted ?? found.version };
}

/** There is no Python. */
export class NoInterpreterError extends Error {
  override name = 'NoInterpreterError';
}

const candidates = (configured: string | undefined, wanted: string | undefined): string[] =>
  configured ? [configured] : [...(wanted ? [`python${wanted}`] : []), 'python3', 'python'];

/** Major and minor version in a name such as `/usr/bin/python3.11`. */
export const requestedVersion = (binary: string): string | undefined => /python(\d+\.\d+)(?:\.\d+)?(?:\.exe)?$/.exec(binary)?.[1];

const fits = (version: string, wanted: string): boolean => `${version}.`.startsWith(`${wanted}.`);

async function firstOf(names: string[], probe: InterpreterProbe): Promise<Interpreter | undefined> {
  for (const name of names) {
    const found = await probe(name);
    if (found) return found;
  }
  return undefined;
}

/** Of the machine. One that is there is asked once for each name and search path, since a shim takes its time to answer. */
export const machineProbe =
  (env: NodeJS.ProcessEnv): InterpreterProbe =>
  (name) => {
    const key = `${env.PATH}\0${name}`;
    const known = probed.get(key) ?? ask(name, env);
    probed.set(key, known);
    // What is not there may be installed while the agent runs.
    void known.then((found) => {
      if (!found) probed.delete(key);
    });
    return known;
  };

/** Of wherever the tool runs, such as the container of a run. */
export const toolProbe =
  (run: RunTool): InterpreterProbe =>
  (name) =>
    run([name, '-c', PROBE], { cwd: '/', silent: true }).then(parseProbe, (error: unknown) => {
      if (error instanceof CommandError) return undefined;
      throw error;
    });

async function ask(name: string, env: NodeJS.ProcessEnv): Promise<Interpreter | undefined> {
  try {
    const { stdout } = await promisify(execFile)(name, ['-c', PROBE], { env, cwd: '/' });
    return parseProbe(stdout);
  } catch {
    return undefined;
  }
}

function parseProbe(output: string): Interpreter | undefined {
  const [version, path] = output.trim().split('\n');
  return version && path ? { path, version } : undefined;
}
