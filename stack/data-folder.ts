import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { clientConfPath } from '../sdk/connection.ts';
import { openToOthers } from '../sdk/data-dir.ts';
import { OptionError } from './options.ts';

/** Where an installation keeps what. */
export interface DataFolder {
  root: string;
  secrets: string;
  postgres: string;
  temporal: string;
  files: string;
  /** Runs and caches of the agents. */
  agents: string;
  logs: string;
  run: string;
  stateFile: string;
  /** There once the installation has been ready for the first time. */
  wasReadyFile: string;
  lockFile: string;
  /** The configuration of a ClearML client of this installation, credentials included. */
  clientConf: string;
  /** The same for its own agents, whose credentials may less. */
  agentConf: string;
}

export function dataFolderAt(root: string): DataFolder {
  const run = join(root, 'run');
  return {
    root,
    secrets: join(root, 'secrets'),
    postgres: join(root, 'postgres'),
    temporal: join(root, 'temporal'),
    files: join(root, 'files'),
    agents: join(root, 'agents'),
    logs: join(root, 'logs'),
    run,
    stateFile: join(run, 'stack.json'),
    wasReadyFile: join(run, 'was-ready'),
    lockFile: join(run, 'stack.lock'),
    clientConf: clientConfPath(root),
    agentConf: join(root, 'secrets', 'agent.conf'),
  };
}

/**
 * Makes the folders that are missing. Nobody else may look in; as root others may pass through, because Postgres runs
 * as a user of its own. Throws OptionError when that user could not get there.
 */
export async function prepareDataFolder(folder: DataFolder, { asRoot }: { asRoot: boolean }): Promise<void> {
  if (asRoot && !openToOthers(folder.root)) {
    throw new OptionError(
      `the data folder ${folder.root} lies in a folder that only root may enter, and Postgres cannot run as root: choose another with --data-dir or PERDURA_DATA_DIR`,
    );
  }
  await mkdir(folder.root, { recursive: true });
  await chmod(folder.root, asRoot ? 0o711 : 0o700);
  for (const path of [folder.secrets, folder.temporal, folder.files, folder.agents, folder.logs, folder.run]) {
    await mkdir(path, { recursive: true, mode: 0o700 });
    await chmod(path, 0o700);
  }
}
