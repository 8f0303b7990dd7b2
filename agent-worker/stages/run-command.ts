import { execa } from 'execa';
import { killGroup } from '../../tools/kill-group.ts';

export interface CommandInput {
  command: [string, ...string[]];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** How errors call it. Default the file. */
  name?: string | undefined;
  signal: AbortSignal;
  /** Output and errors in order, as they come. */
  onOutput(output: Buffer): void;
  /** How much of the end of the output is given, in bytes. Default: enough for an error. */
  keptBytes?: number | undefined;
}

/** A command that did not end with exit code 0. */
export class CommandError extends Error {
  override name = 'CommandError';
  readonly exitCode: number | undefined;
  /** End of what the command wrote. */
  readonly output: string;

  constructor(message: string, options: { exitCode: number | undefined; output: string }) {
    super(message);
    this.exitCode = options.exitCode;
    this.output = options.output;
  }
}

const KEPT_BYTES = 8 * 1024;
const GRACE_MS = 2_000;

/**
 * Runs a command in a process group of its own, all of which ends when `signal` is aborted. Gives the end of its output.
 * Throws CommandError, or the signal's reason.
 */
export async function runCommand(input: CommandInput): Promise<string> {
  const { command, cwd, env, signal, onOutput, keptBytes = KEPT_BYTES } = input;
  const [file, ...args] = command;
  signal.throwIfAborted();
  let kept = Buffer.alloc(0);
  const child = execa(file, args, {
    cwd,
    env,
    extendEnv: false,
    stdin: 'ignore',
    all: true,
    buffer: false,
    encoding: 'buffer',
    detached: true,
    cleanup: false,
    reject: false,
  });
  child.all.on('data', (output: Buffer) => {
    kept = Buffer.concat([kept, output]).subarray(-keptBytes);
    onOutput(output);
  });
  const stop = endGroup(child.pid, signal);
  const result = await child;
  stop();
  signal.throwIfAborted();
  const output = kept.toString();
  if (!result.failed) return output;
  const how = result.signal ? `was killed by ${result.signal}` : `ended with exit code ${result.exitCode}`;
  const message = result.exitCode === undefined && !result.signal ? (result.shortMessage ?? how) : `${input.name ?? file} ${how}`;
  const lastLine = output.trimEnd().split('\n').at(-1);
  throw new CommandError(lastLine ? `${message}: ${lastLine}` : message, { exitCode: result.exitCode, output });
}

/** Gives the function that ends the watch. */
function endGroup(pid: number | undefined, signal: AbortSignal): () => void {
  if (pid === undefined) return () => undefined;
  let timer: NodeJS.Timeout | undefined;
  const abort = () => {
    killGroup(pid, 'SIGTERM');
    timer = setTimeout(() => killGroup(pid, 'SIGKILL'), GRACE_MS);
  };
  signal.addEventListener('abort', abort, { once: true });
  return () => {
    signal.removeEventListener('abort', abort);
    clearTimeout(timer);
    if (signal.aborted) killGroup(pid, 'SIGKILL');
  };
}
