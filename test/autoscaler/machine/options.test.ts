import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readMachineOptions } from '../../../autoscaler/machine/options.ts';

const server = 'http://127.0.0.1:8008/';

describe("a machine's settings", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'perdura-test-machine-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('have the token from a file, which is gone afterwards', async () => {
    const tokenFile = join(folder, 'token');
    await writeFile(tokenFile, 'the-token\n');
    const options = await readMachineOptions({ server, tokenFile, maxIdle: 5 }, { HOME: '/home/ada' });
    assert.deepEqual(options, {
      serverUrl: 'http://127.0.0.1:8008',
      joinToken: 'the-token',
      maxIdleSeconds: 5,
      powerOff: false,
      cloud: 'aws',
      metadataUrl: 'http://169.254.169.254',
      stateDir: '/home/ada/.perdura-agent',
    });
    assert.equal(existsSync(tokenFile), false);
  });

  it('take the token out of the environment', async () => {
    const env: NodeJS.ProcessEnv = { PERDURA_JOIN_TOKEN: 'the-token', PERDURA_METADATA_URL: 'none' };
    const { joinToken, metadataUrl } = await readMachineOptions({ server }, env);
    assert.deepEqual([joinToken, metadataUrl, 'PERDURA_JOIN_TOKEN' in env], ['the-token', null, false]);
  });

  it('ask the cloud that the machine is of', async () => {
    const { cloud, metadataUrl } = await readMachineOptions({ server, cloud: 'gcp' }, { PERDURA_JOIN_TOKEN: 't' });
    assert.deepEqual([cloud, metadataUrl], ['gcp', 'http://metadata.google.internal']);
  });

  it('name what is wrong, and never the token', async () => {
    await assert.rejects(readMachineOptions({ server }, {}), /--token-file, or itself in PERDURA_JOIN_TOKEN/);
    await assert.rejects(readMachineOptions({ server, tokenFile: join(folder, 'none') }, {}), /--token-file: cannot read/);
    await assert.rejects(
      readMachineOptions({ server: 'here' }, { PERDURA_JOIN_TOKEN: 't' }),
      /--server: "here" is not an address/,
    );
    await assert.rejects(
      readMachineOptions({ server, cloud: 'azure' }, { PERDURA_JOIN_TOKEN: 't' }),
      /--cloud: "azure" is not known; allowed: aws, gcp/,
    );
    const env = { PERDURA_JOIN_TOKEN: 't', PERDURA_METADATA_URL: 'off' };
    await assert.rejects(readMachineOptions({ server }, env), /PERDURA_METADATA_URL: "off" is neither "none" nor an address/);
  });
});
