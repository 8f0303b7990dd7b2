/** How this agent makes Python environments; the section `agent.package_manager` of its configuration. */
export interface PackageOptions {
  installer: 'uv' | 'pip';
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
  forceRepositoryRequirements: boolean;
  priorityPackages: string[];
  priorityOptionalPackages: string[];
  postPackages: string[];
  postOptionalPackages: string[];
  cache: { path: string; maxEntries: number; freeSpaceBytes: number };
  /** Where tools of the agent's own, such as uv, are put. */
  toolsDir: string;
}
