import { mkdirSync, rmSync } from 'node:fs';
import type { Installer } from '../environment/installer.ts';
import type { Containers } from './containers.ts';
import type { RunContainer } from './run-container.ts';

/** An installer that runs in a container, whose user need not be the agent's: each file is given to him before he needs it. */
export function givingInstaller(installer: Installer, container: RunContainer, { give }: Containers): Installer {
  return {
    ...installer,
    async create(folder, interpreter) {
      mkdirSync(folder, { recursive: true });
      await give(container, [folder]);
      await installer.create(folder, interpreter);
    },
    async install(folder, file) {
      await give(container, [file]);
      try {
        await installer.install(folder, file);
      } finally {
        rmSync(file, { force: true });
      }
    },
  };
}
