import assert from 'node:assert/strict';
import type Docker from 'dockerode';
import { containerName } from '../../../agent-worker/containers/run-container.ts';
import type { Engine } from '../../support/docker/engine.ts';
import { MACHINE_IMAGE } from '../../support/docker/machine-image.ts';
import type { TestOptions } from './agent-options.ts';
import { type StageBench, stageBench } from './stage-bench.ts';

/** Runs as user 1000. */
export const USER_IMAGE = 'perdura-test-user';
/** Has no bash, and an entry point that runs nothing. */
export const BARE_IMAGE = 'perdura-test-bare';

const DERIVED = {
  [USER_IMAGE]: { change: 'USER 1000', script: 'useradd --uid 1000 --create-home somebody' },
  [BARE_IMAGE]: {
    change: 'ENTRYPOINT ["/banner.sh"]',
    script: 'rm /bin/bash; printf "#!/bin/sh\\necho BANNER\\n" > /banner.sh; chmod +x /banner.sh',
  },
};

/** Makes one of the images above out of that for machines. */
export async function deriveImage(docker: Docker, repo: keyof typeof DERIVED): Promise<void> {
  const { change, script } = DERIVED[repo];
  const container = await docker.createContainer({ Image: MACHINE_IMAGE, Cmd: ['/bin/sh', '-c', script] });
  await container.start();
  assert.equal((await container.wait()).StatusCode, 0);
  await container.commit({ repo, tag: 'latest', changes: [change] });
  await container.remove();
}

/** The stages of an agent with `--docker` on this engine. */
export const containerBench = (
  { host }: Engine,
  { env = {}, conf = {} }: Pick<TestOptions, 'env' | 'conf'> = {},
): Promise<StageBench> => stageBench({ flags: { docker: [MACHINE_IMAGE] }, env: { DOCKER_HOST: host, ...env }, conf });

/** Names of the containers of this process's runs, running or not: the engine may be that of this host. */
export async function ownContainers({ docker }: Engine): Promise<string[]> {
  const ours = `/${containerName(`task${process.pid}x`)}`;
  return (await docker.listContainers({ all: true })).flatMap(({ Names }) => Names.filter((name) => name.startsWith(ours)));
}

export async function removeOwnContainers(engine: Engine): Promise<void> {
  for (const name of await ownContainers(engine)) await engine.docker.getContainer(name.slice(1)).remove({ force: true });
}
