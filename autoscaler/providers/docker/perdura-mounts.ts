import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MountSettings } from 'dockerode';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

export const PERDURA_IN_CONTAINER = '/opt/perdura';
/** Runs in every image with glibc. */
export const NODE_IN_CONTAINER = `${PERDURA_IN_CONTAINER}/node_modules/node/bin/node`;

/** What `machine run` needs, and nothing that may lie beside it, such as secrets for containers. */
const NEEDED = [
  ...['agent-worker', 'autoscaler', 'cli', 'conf', 'definition-worker', 'sdk', 'stack', 'tools', 'workflows'],
  ...['node_modules', 'package.json'],
];

/** This Perdura, for reading. */
export const perduraMounts = (): Promise<MountSettings[]> =>
  Promise.all(
    NEEDED.map(async (name) => ({
      Type: 'bind' as const,
      // The engine follows no links.
      Source: await realpath(join(ROOT, name)),
      Target: `${PERDURA_IN_CONTAINER}/${name}`,
      ReadOnly: true,
    })),
  );
