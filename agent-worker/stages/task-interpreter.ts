import { join } from 'node:path';
import { findInterpreter, type Interpreter, machineProbe, NoInterpreterError, toolProbe } from '../environment/interpreter.ts';
import type { PackageOptions } from '../environment/package-options.ts';
import type { StageContext } from './stage-context.ts';
import { UserError } from './user-error.ts';

/**
 * How environments are made where the task runs. In a container they are made on top of what its image brings, and with tools that
 * were installed in it; the agent's own Python is none of its.
 */
export function taskPackages({ run, options: { packages } }: Pick<StageContext, 'run' | 'options'>): PackageOptions {
  const { container } = run.folder.record();
  if (!container) return packages;
  return { ...packages, systemSitePackages: true, pythonBinary: undefined, toolsDir: join(container.caches, 'tools') };
}

/** Finds an interpreter for the task where it runs. Throws UserError for an image without one. */
export async function taskInterpreter(context: StageContext, binary: string, find = findInterpreter): Promise<Interpreter> {
  const { run, env, tool, print } = context;
  const inContainer = run.folder.record().container !== undefined;
  const probe = inContainer ? toolProbe(tool) : machineProbe(env);
  try {
    return await find({ binary, options: taskPackages(context), probe, print });
  } catch (error) {
    throw inContainer && error instanceof NoInterpreterError ? new UserError('the image has no Python') : error;
  }
}
