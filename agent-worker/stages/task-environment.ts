import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { RunSpec } from '../../workflows/contracts/agent-api.ts';
import { activationVariables } from '../environment/conda-installer.ts';
import { gpuVariables } from '../machine/gpu-selection.ts';
import type { AgentOptions } from '../options/agent-options.ts';
import { RUN_MARKER } from '../runs/process-table.ts';
import type { RunEnvironment } from '../runs/run-folder.ts';

/** The agent's own credentials and settings, and what an environment or a task around the agent has left. */
const NOT_FOR_TASKS =
  /^((CLEARML|TRAINS)_(API_(ACCESS|SECRET)_KEY|AGENT_GIT_(USER|PASS|HOST)|AUTH_TOKEN|TASK_ID|PROC_MASTER_ID|CONFIG_FILE|WORKER_(ID|NAME))|PERDURA_(DATABASE_URL|SIGNING_KEY|ADMIN_PASSWORD|BOOTSTRAP_CREDENTIALS|AGENT)(_.*)?|VIRTUAL_ENV|PYTHONHOME|CONDA_PREFIX|CONDA_DEFAULT_ENV|NODE_OPTIONS|npm_.*)$/;

/** Environment of everything that belongs to a run: the agent's without what is the agent's alone. */
export function runEnvironment(env: NodeJS.ProcessEnv, runKey: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(env).filter(([name]) => !NOT_FOR_TASKS.test(name));
  return { ...Object.fromEntries(inherited), [RUN_MARKER]: runKey };
}

/** Tools must not be led astray by modules that are meant for tasks. */
export function toolEnvironment(env: NodeJS.ProcessEnv, runKey: string): NodeJS.ProcessEnv {
  const { PYTHONPATH: _, ...rest } = runEnvironment(env, runKey);
  return rest;
}

export interface TaskEnvironmentInput {
  spec: RunSpec;
  options: AgentOptions;
  worker: string;
  runKey: string;
  environment: RunEnvironment;
  /** Configuration file for the SDK. */
  configuration: string;
  /** Where modules are looked for, before anything else. */
  modulePath: string[];
  /** What everything in the run's container has; undefined on the machine. */
  ofContainer?: NodeJS.ProcessEnv | undefined;
}

/**
 * Environment of the user's process. `CLEARML_TASK_ID` makes the SDK attach to the task; it does not report the console,
 * which the agent does. It speaks with the attempt's own token: no key that lives longer reaches the user's code.
 */
export function taskEnvironment(input: TaskEnvironmentInput): NodeJS.ProcessEnv {
  const { spec, options, environment } = input;
  const base = input.ofContainer ?? runEnvironment(options.env, input.runKey);
  const bin = environment.folder ? [join(environment.folder, 'bin')] : [];
  const variables: Record<string, string | undefined> = {
    ...base,
    ...gpusFor(input),
    ...(options.taskEnvironment ? spec.environment : {}),
    PATH: [...bin, base.PATH].filter(Boolean).join(delimiter),
    PYTHONPATH: [...input.modulePath, base.PYTHONPATH].filter(Boolean).join(delimiter),
    PYTHONUNBUFFERED: '1',
    ...(environment.folder && (activationVariables(environment.folder) ?? { VIRTUAL_ENV: environment.folder })),
    ...withOldNames({
      CLEARML_TASK_ID: spec.run.taskId,
      CLEARML_CONFIG_FILE: input.configuration,
      CLEARML_LOG_LEVEL: options.logLevel,
      CLEARML_LOG_TASK_TO_BACKEND: '0',
      CLEARML_API_HOST: spec.urls.api,
      CLEARML_WEB_HOST: spec.urls.web,
      CLEARML_FILES_HOST: spec.urls.files,
      CLEARML_WORKER_ID: input.worker,
    }),
    CLEARML_AUTH_TOKEN: spec.token,
    [RUN_MARKER]: input.runKey,
  };
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined));
}

/** A container of its own was given its GPUs when it was started, and they are numbered anew in it. */
function gpusFor({ options: { gpus }, ofContainer }: TaskEnvironmentInput): Record<string, string | undefined> {
  const { selection, byFlag } = gpus;
  if (ofContainer)
    return gpuVariables({ selection: selection.kind === 'none' ? selection : { kind: 'unset' }, byFlag, inContainer: true });
  return gpuVariables({ selection, byFlag, inContainer: existsSync('/.dockerenv') });
}

/** Old versions of the SDK read `TRAINS_…`. */
const withOldNames = (variables: Record<string, string>): Record<string, string> => ({
  ...variables,
  ...Object.fromEntries(Object.entries(variables).map(([name, value]) => [name.replace('CLEARML_', 'TRAINS_'), value])),
});
