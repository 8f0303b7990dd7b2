/** How this agent runs tasks in containers; `--docker`, and what the section `agent` of its configuration says of Docker. */
export interface ContainerOptions {
  /** For tasks that name none. */
  image: string;
  /** Of `docker run`, for tasks that bring none. */
  arguments: string[];
  /** Of `docker run`, after the arguments of every task, so that they have the last word. */
  extraArguments: string[];
  /** Patterns of the options that tasks may give; null for any. */
  allowedOptions: RegExp[] | null;
  /** Names of options that are left out, whoever gives them, such as `entrypoint`. */
  forbiddenOptions: string[];
  /** Use `image` whatever a task asks for. */
  ownImageOnly: boolean;
  /** Look for a newer image of the same name before each run. */
  forcePull: boolean;
  /** Lines of shell that run in each container before anything else. */
  setUpScript: string[];
  /** Kept for all runs of an image: what installers and the SDK have downloaded, and tools. */
  cacheDir: string;
}
