import { join } from 'node:path';
import type { PackageOptions } from '../../../agent-worker/environment/package-options.ts';

const TOOLS_DIR = join(import.meta.dirname, '../../../node_modules/.cache/perdura-agent-tools');

/** An agent without any configuration. */
export const packageOptions = (change: Partial<PackageOptions> = {}): PackageOptions => ({
  installer: 'uv',
  pythonBinary: undefined,
  ignoreRequestedVersion: false,
  skipInstall: false,
  systemSitePackages: false,
  pipVersions: [],
  extraIndexUrls: [],
  extraInstallFlags: [],
  uvBestMatch: false,
  uvSyncArguments: [],
  poetry: { version: undefined, installArguments: [], filesInWorkingDirectory: false },
  condaChannels: [],
  forceRepositoryRequirements: false,
  priorityPackages: [],
  priorityOptionalPackages: [],
  postPackages: [],
  postOptionalPackages: [],
  cache: { path: '/nowhere', maxEntries: 10, freeSpaceBytes: 0 },
  toolsDir: TOOLS_DIR,
  ...change,
});
