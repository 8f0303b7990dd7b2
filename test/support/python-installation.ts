import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { execa } from 'execa';
import type { Context } from 'mocha';
import { type AgentProcess, startAgentProcess } from './agent-process.ts';
import { type Installation, startInstallation } from './installation.ts';
import { providePython } from './python-environment.ts';

export interface ScriptOptions {
  cwd: string;
  env?: NodeJS.ProcessEnv;
  args?: string[];
}

/** An installation whose agents run tasks with a Python that has ClearML's own SDK. What programs note, as lines in NOTES, is read here. */
export class PythonInstallation {
  readonly installation: Installation;
  readonly folder: string;
  readonly #python: string;
  readonly #agents: AgentProcess[] = [];

  private constructor(installation: Installation, { folder, python }: { folder: string; python: string }) {
    this.installation = installation;
    this.folder = folder;
    this.#python = python;
  }

  /** Skips the tests where the SDK cannot be installed. `packages`: what else their Python has; `env`: more of what tasks see. */
  static async start(
    test: Context,
    { packages = [], env = {} }: { packages?: string[]; env?: NodeJS.ProcessEnv } = {},
  ): Promise<PythonInstallation> {
    const name = ['clearml-2.1.12', ...packages].join('-');
    const python = await providePython(name, ['clearml==2.1.12', ...packages]);
    if (!python) return test.skip();
    const folder = await mkdtemp(join(tmpdir(), 'perdura-python-'));
    const installation = await startInstallation({
      env: {
        PATH: `${dirname(python)}:${process.env.PATH}`,
        CLEARML_AGENT_SKIP_PYTHON_ENV_INSTALL: '1',
        NOTES: join(folder, 'notes'),
        ...env,
      },
    });
    return new PythonInstallation(installation, { folder, python });
  }

  async startAgent(name: string, queue: string): Promise<AgentProcess> {
    const agent = await startAgentProcess(this.installation, { name, queue });
    this.#agents.push(agent);
    return agent;
  }

  /** Runs a program of test/support as its user would, beside no repository: a task of it has the whole script then. */
  async run(program: string, env: NodeJS.ProcessEnv = {}): Promise<void> {
    const script = join(this.folder, basename(program));
    await copyFile(join(import.meta.dirname, program), script);
    await this.runScript(script, { cwd: this.folder, env });
  }

  /** Runs a script where it lies. */
  async runScript(script: string, { cwd, env = {}, args = [] }: ScriptOptions): Promise<void> {
    await execa(this.#python, [script, ...args], { cwd, env: { ...this.installation.env, ...env }, extendEnv: false });
  }

  async notes(): Promise<string[]> {
    return (await readFile(join(this.folder, 'notes'), 'utf8').catch(() => '')).split('\n').filter(Boolean);
  }

  /** Tasks, hidden ones too, the newest first. */
  async tasks<T extends { id: string }>(filter: object, ...fields: string[]): Promise<T[]> {
    const query = { search_hidden: true, order_by: ['-created'], only_fields: fields, ...filter };
    return (await this.installation.client.call<{ tasks: T[] }>('tasks.get_all', query)).tasks;
  }

  async release(): Promise<void> {
    await Promise.all(this.#agents.map((agent) => agent.kill('SIGTERM')));
    await this.installation.release();
    await rm(this.folder, { recursive: true, force: true });
  }
}
