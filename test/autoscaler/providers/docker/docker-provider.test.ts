import assert from 'node:assert/strict';
import Docker from 'dockerode';
import { newId } from '../../../../activities/db/ids.ts';
import type { DockerResource } from '../../../../autoscaler/config/scaler-configuration.ts';
import { createDockerProvider } from '../../../../autoscaler/providers/docker/docker-provider.ts';
import { CloudRefusal, type CloudRefusalKind, type MachineProvider } from '../../../../autoscaler/providers/provider.ts';
import { type Engine, startEngine } from '../../../support/docker/engine.ts';
import { MACHINE_IMAGE } from '../../../support/docker/machine-image.ts';
import { eventually } from '../../../support/eventually.ts';

const HOUR_MS = 3_600_000;

describe('machines as containers', function () {
  this.timeout(600_000);
  let engine: Engine;
  let provider: MachineProvider;
  let now = Date.now;
  before(async function () {
    engine = await startEngine(this);
    provider = createDockerProvider({ docker: engine.docker, now: () => now() });
  });
  after(() => engine?.release());

  const RESOURCE: DockerResource = {
    ...{ kind: 'docker', name: 'cpu', max_instances: null, hourly_price: null, cpu_only: true },
    ...{ image: MACHINE_IMAGE, cpus: null, memory_gib: null, gpus: 0, network: 'host' },
  };
  /** Nobody listens there: a machine goes on asking until its patience ends. */
  const serverUrl = 'http://127.0.0.1:9';
  const requestOf = (scaler: string, resource: Partial<DockerResource> = {}, machine = newId()) => ({
    ...{ machine, scaler, name: 'a machine', serverUrl, joinToken: 'the-join-token' },
    resource: { ...RESOURCE, ...resource },
  });
  const refusal = (kind: CloudRefusalKind, words: RegExp) => (error: unknown) => {
    assert.ok(error instanceof CloudRefusal, String(error));
    assert.equal(error.kind, kind);
    assert.match(error.message, words);
    return true;
  };

  it('are launched once for each id, however often and by however many they are asked for', async () => {
    const [scaler, other] = [newId(), newId()];
    const request = requestOf(scaler);
    const launched = await Promise.all([provider.launch(request), provider.launch(request)]);
    await provider.launch(requestOf(other));
    assert.equal(launched[0].cloudId, launched[1].cloudId);
    const listed = await provider.list(scaler);
    assert.deepEqual(
      listed.map(({ cloudId, machine, state }) => ({ cloudId, machine, state })),
      [{ cloudId: launched[0].cloudId, machine: request.machine, state: 'running' }],
    );
  });

  it('are started by another try when the first one got no further than to make them', async () => {
    const scaler = newId();
    const request = requestOf(scaler);
    const { cloudId } = await provider.launch(request);
    await engine.docker.getContainer(cloudId).stop({ t: 0 });
    await provider.launch(request);
    assert.equal((await provider.list(scaler))[0]?.state, 'running');
  });

  it('run this Perdura, with the limits and the name of their resource, and without what lies beside it', async () => {
    const { cloudId } = await provider.launch(requestOf(newId(), { cpus: 0.5, memory_gib: 1 }));
    const container = engine.docker.getContainer(cloudId);
    const { HostConfig } = await container.inspect();
    assert.deepEqual([HostConfig.NanoCpus, HostConfig.Memory], [500_000_000, 1024 ** 3]);
    const processes = await eventually('it runs', async () => {
      const { Processes } = await container.top();
      const lines = Processes.map((fields: string[]) => fields.at(-1)).join('\n');
      return lines.includes('machine run') && lines;
    });
    assert.ok(!processes.includes('the-join-token'));
    const binds = (await container.inspect()).Mounts.filter(({ Type }) => (Type as string) === 'bind');
    assert.ok(binds.every(({ Destination, RW }) => Destination.startsWith('/opt/perdura/') && !RW));
  });

  it('say how they ended, and keep what they printed until they are removed', async () => {
    const scaler = newId();
    const request = requestOf(scaler);
    const { cloudId } = await provider.launch({ ...request, serverUrl: 'nowhere' });
    const ended = await eventually('it has ended', async () =>
      (await provider.list(scaler)).find(({ state }) => state === 'gone'),
    );
    assert.equal(ended.endedBy, 'its container ended with exit code 1');
    assert.match((await provider.readConsole(cloudId)) ?? '', /--server: "nowhere" is not an address/);
    await provider.end(cloudId);
    assert.deepEqual(await provider.list(scaler), []);
    assert.equal(await provider.readConsole(cloudId), null);
    await provider.end(cloudId);
  });

  it('are ended while they run, with time to give their task back', async () => {
    const scaler = newId();
    const { cloudId } = await provider.launch(requestOf(scaler));
    await provider.end(cloudId);
    assert.deepEqual(await provider.list(scaler), []);
  });

  it('are killed and found to be gone', async () => {
    const scaler = newId();
    const { cloudId } = await provider.launch(requestOf(scaler));
    await engine.docker.getContainer(cloudId).kill();
    const [machine] = await provider.list(scaler);
    assert.deepEqual([machine?.state, machine?.endedBy], ['gone', 'its container ended with exit code 137']);
  });

  it('are forgotten an hour after their end, so that none stays on the disk', async () => {
    const scaler = newId();
    const { cloudId } = await provider.launch({ ...requestOf(scaler), serverUrl: 'nowhere' });
    await eventually('it has ended', async () => (await provider.list(scaler)).some(({ state }) => state === 'gone'));
    now = () => Date.now() + HOUR_MS + 1;
    try {
      assert.deepEqual(await provider.list(scaler), []);
    } finally {
      now = Date.now;
    }
    await assert.rejects(engine.docker.getContainer(cloudId).inspect(), { statusCode: 404 });
  });

  describe('that cannot be launched', () => {
    const refused = async (resource: Partial<DockerResource>, kind: CloudRefusalKind, words: RegExp) => {
      const scaler = newId();
      await assert.rejects(provider.launch(requestOf(scaler, resource)), refusal(kind, words));
      assert.deepEqual(await provider.list(scaler), [], 'nothing is left');
    };

    it('for want of their image say how to get it', () =>
      refused({ image: 'nobody/has-this:1' }, 'invalid', /No such image: nobody\/has-this:1.*docker pull/i));

    it('for want of their network say how to make it', () =>
      refused({ network: 'nowhere' }, 'invalid', /network nowhere not found.*docker network create/));

    it('for want of GPUs say what this host has', () => refused({ gpus: 90 }, 'invalid', /wants 90 GPUs; nvidia-smi finds \d+/));

    it('for want of an engine say how to start it', async () => {
      const nowhere = createDockerProvider({ docker: new Docker({ socketPath: '/nowhere/docker.sock' }) });
      await assert.rejects(
        nowhere.launch(requestOf(newId())),
        refusal('invalid', /no Docker engine answers.*systemctl start docker/),
      );
      await assert.rejects(nowhere.list(newId()), refusal('invalid', /no Docker engine answers/));
    });
  });
});
