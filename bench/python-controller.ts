import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { eventually } from '../test/support/eventually.ts';
import type { Installation } from '../test/support/installation.ts';

const VERSION = '2.1.12';
const PROVIDE_MS = 600_000;
const RUN_MS = 600_000;

/** Python with the `clearml` SDK, in an environment that is made the first time. Answers the interpreter. */
export async function provideClearml(): Promise<string> {
  const target = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'perdura', `bench-clearml-${VERSION}`);
  const python = join(target, 'bin', 'python');
  if (existsSync(python)) return python;
  // Under another name until it is complete: what an aborted run leaves behind is no environment.
  const draft = `${target}.new`;
  await rm(draft, { recursive: true, force: true });
  await execa('python3', ['-m', 'venv', draft], { timeout: PROVIDE_MS });
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `clearml==${VERSION}`];
  await execa(join(draft, 'bin', 'python'), install, { timeout: PROVIDE_MS });
  await rename(draft, target);
  return python;
}

export interface ControllerInput {
  python: string;
  installation: Installation;
  /** Task that every step is a copy of. */
  base: string;
  queue: string;
  steps: number;
  /** Each after the one before, in place of side by side. */
  chained: boolean;
}

/** The controller as its documentation shows it, with its own defaults. */
const CONTROLLER = `
import sys
from clearml import PipelineController
base, queue, steps, chained = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4] == "chained"
pipe = PipelineController(name="python", project="bench", version="1.0.0")
pipe.set_default_execution_queue(queue)
for index in range(steps):
    pipe.add_step(name=f"step {index}", base_task_id=base, parents=[f"step {index - 1}"] if chained and index else [])
print("CONTROLLER " + pipe.task.id, flush=True)
pipe.start_locally()
`;

/** Runs Python's controller beside the agents until \`done\` says so of its task, or it has ended. Answers the task. */
export async function runController(
  { python, installation, base, queue, steps, chained }: ControllerInput,
  done: (task: string) => Promise<boolean>,
): Promise<string> {
  const args = ['-c', CONTROLLER, base, queue, String(steps), chained ? 'chained' : 'side by side'];
  const controller = execa(python, args, { env: installation.env, extendEnv: false, reject: false, all: true, buffer: false });
  let said = '';
  controller.all.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = controller.then(() => {
    throw new Error(`the controller ended by itself:\n${said}`);
  });
  ended.catch(() => {});
  const named = eventually('the controller names its task', () => /^CONTROLLER (\w+)$/m.exec(said)?.[1], { deadlineMs: RUN_MS });
  const task = await Promise.race([named, ended]);
  const all = eventually('its steps are done', () => done(task), { deadlineMs: RUN_MS, everyMs: 500 });
  await Promise.race([all, ended]);
  controller.kill('SIGKILL');
  await controller;
  return task;
}
