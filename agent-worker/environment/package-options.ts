export const INSTALLERS = ['uv', 'pip', 'poetry', 'conda'] as const;
export type InstallerName = (typeof INSTALLERS)[number];

/** How this agent makes Python environments; the section `agent.package_manager` of its configuration. */
export interface PackageOptions {
  /** `poetry` for its own projects; the packages of other tasks are installed by pip then. */
  installer: InstallerName;
  /** Interpreter to use whatever a task asks for; undefined for the one that fits. */
  pythonBinary: string | undefined;
  ignoreRequestedVersion: boolean;
  /** Use the machine's interpreter as it is: nothing is installed. */
  skipInstall: boolean;
  systemSitePackages: boolean;
  /** Version constraints of pip, such as `<24` or `<20.2 ; python_version < '3.10'`. */
  pipVersions: string[];
  extraIndexUrls: string[];
  extraInstallFlags: string[];
  /** Let uv take the best version of all indexes, as pip does, and not of the first index that has the package. */
  uvBestMatch: boolean;
  /** Arguments for `uv sync`. */
  uvSyncArguments: string[];
  poetry: {
    /** What pip understands, such as `<2` or `==1.8.3`; undefined for any. */
    version: string | undefined;
    /** Arguments for `poetry install`. */
    installArguments: string[];
    /** Look for the project in the task's working directory, and not in the root of the repository. */
    filesInWorkingDirectory: boolean;
  };
  /** Names or addresses of channels, best first. */
  condaChannels: string[];
  forceRepositoryRequirements: boolean;
  priorityPackages: string[];
  priorityOptionalPackages: string[];
  postPackages: string[];
  postOptionalPackages: string[];
  cache: { path: string; maxEntries: number; freeSpaceBytes: number };
  /** Where tools of the agent's own, such as uv, are put. */
  toolsDir: string;
}
