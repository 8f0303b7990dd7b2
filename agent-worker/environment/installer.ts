import type { Interpreter } from './interpreter.ts';

/** Makes environments and puts packages into them. */
export interface Installer {
  create(folder: string, interpreter: Interpreter): Promise<void>;
  /** Installs what a requirements file says. */
  install(folder: string, file: string): Promise<void>;
  /** Installs what the lock file in a folder says. */
  sync?(folder: string, project: string, interpreter: Interpreter): Promise<void>;
  freeze(folder: string): Promise<string[]>;
}

/**
 * Runs a tool in a folder, with what it writes in the run's console, and gives the end of its output; all of it for one that is
 * silent in the console.
 */
export type RunTool = (
  command: [string, ...string[]],
  options?: { cwd?: string; env?: NodeJS.ProcessEnv; silent?: boolean },
) => Promise<string>;

/** The lines of a freeze, without the installer itself and its warnings. */
export const packagesIn = (freeze: string): string[] =>
  freeze
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^((pip|setuptools|wheel)==|(warning|deprecation|error):)/i.test(line));
