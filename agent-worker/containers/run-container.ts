/** The container of a run, as its record keeps it; holds no secrets. */
export interface RunContainer {
  name: string;
  /** Such as `sha256:1f2e…`. */
  imageId: string;
  /** As whom everything in it runs, unless told otherwise. */
  user: { uid: number; gid: number };
  /** `PATH` inside. */
  path: string;
  /** Kept for all runs of its image. */
  caches: string;
}

export const containerName = (runKey: string): string => `perdura-${runKey}`;

export interface InsideInput {
  container: Pick<RunContainer, 'name'>;
  command: string[];
  cwd: string;
  /** Of the command. */
  variables: NodeJS.ProcessEnv;
  /** Environment of Docker's own client. */
  env: NodeJS.ProcessEnv;
}

export interface InsideCommand {
  command: [string, ...string[]];
  env: NodeJS.ProcessEnv;
}

/** What Docker's client would take for its own. None of it is secret. */
const OF_THE_CLIENT = /^(PATH|HOME|DOCKER_\w+|LD_\w+)$/;

/**
 * A command in a container. The client hands its values on by their names: a list of processes, and what the engine stores of the
 * container, do not show them.
 */
export function insideContainer({ container, command, cwd, variables, env }: InsideInput): InsideCommand {
  const given = Object.entries(variables).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const options = given.flatMap(([name, value]) => ['--env', OF_THE_CLIENT.test(name) ? `${name}=${value}` : name]);
  const handedOn = Object.fromEntries(given.filter(([name]) => !OF_THE_CLIENT.test(name)));
  return {
    command: ['docker', 'exec', '--workdir', cwd, ...options, container.name, ...command],
    env: { ...env, ...handedOn },
  };
}
