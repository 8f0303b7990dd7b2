import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGcpProvider } from '../../../../autoscaler/providers/gcp/gcp-provider.ts';
import type { MachineProvider } from '../../../../autoscaler/providers/provider.ts';
import { startTestGce, type TestGce } from '../../../support/cloud/gce.ts';
import { gcpRequest } from '../../../support/cloud/gcp-resource.ts';
import { refusalOf } from '../../../support/cloud/refusal-of.ts';
import { setEnvironment } from '../../../support/set-environment.ts';

const TWO_ZONES = { zones: ['us-central1-a', 'us-central1-b'] };
const NAME = 'perdura-m-1';

describe('machines of Google Cloud', () => {
  let gce: TestGce;
  let provider: MachineProvider;
  before(async () => {
    gce = await startTestGce();
    provider = createGcpProvider(withKey());
  });
  afterEach(() => gce.reset());
  after(async () => {
    await provider.close();
    await gce.release();
  });

  const withKey = (fields: object = {}) => ({
    cloud_credentials_secret: gce.serviceAccountKey,
    cloud_credentials_project: '',
    use_credentials_chain: false,
    ...fields,
  });
  const zonesAsked = () => gce.callsOf('insert').map(({ zone }) => zone);

  describe('are launched', () => {
    it('with their labels, disk, place and rules in one call, and are there when that is answered', async () => {
      gce.cloud.looks = 2;
      const machine = await provider.launch(gcpRequest());
      const [instance] = gce.instances();
      assert.deepEqual(machine, {
        cloudId: `${NAME}.us-central1-a`,
        machine: 'm-1',
        state: 'running',
        zone: 'us-central1-a',
        launchedAt: new Date(instance!.creationTimestamp),
        endedBy: null,
        interrupted: false,
      });
      assert.deepEqual(instance!.labels, { perdura_scaler: 's-1', perdura_machine: 'm-1' });
      assert.equal(gce.callsOf('insert').length, 1);
    });

    it('with metadata that has no secret but the token for one join', async () => {
      await provider.launch(gcpRequest());
      const metadata = JSON.stringify(gce.instances()[0]!.metadata);
      assert.match(metadata, /join-token-of-m-1/);
      assert.doesNotMatch(metadata, /PRIVATE KEY|service_account/);
    });

    it('with the key of the configuration, or what the application default credentials are', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'perdura-test-gcp-'));
      const file = join(folder, 'key.json');
      await writeFile(file, gce.serviceAccountKey);
      const restore = setEnvironment({ GOOGLE_APPLICATION_CREDENTIALS: file });
      for (const fields of [{ cloud_credentials_secret: '' }, { cloud_credentials_secret: '{}', use_credentials_chain: true }]) {
        const own = createGcpProvider(withKey(fields));
        assert.deepEqual(await own.list('s-1'), []);
        await own.close();
      }
      restore();
      await rm(folder, { recursive: true });
    });

    it('in the project of the configuration before any other', async () => {
      const own = createGcpProvider(withKey({ cloud_credentials_project: 'another-project' }));
      await assert.rejects(own.list('s-1'), /notFound: GET .*projects\/another-project\/aggregated\/instances/);
      await own.close();
    });
  });

  describe('are launched once', () => {
    it('however often that is asked for', async () => {
      const first = await provider.launch(gcpRequest());
      assert.deepEqual(await provider.launch(gcpRequest()), first);
      assert.equal(gce.callsOf('insert').length, 1);
    });

    it('by two that launch it at the same time', async () => {
      const [a, b] = await Promise.all([provider.launch(gcpRequest()), provider.launch(gcpRequest())]);
      assert.equal(a.cloudId, b.cloudId);
      assert.equal(gce.instances().length, 1);
    });

    it('when the answer to the launch is lost', async () => {
      gce.inject({ action: 'insert', times: 1, fault: 'cut after' });
      const { cloudId } = await provider.launch(gcpRequest());
      assert.equal(cloudId, `${NAME}.us-central1-a`);
      assert.equal(gce.instances().length, 1);
    });

    it('when no answer ever came, it is not listed yet, and a place tried before has room again', async () => {
      gce.inject(
        { action: 'insert', times: 1, fault: { operation: 'ZONE_RESOURCE_POOL_EXHAUSTED' } },
        { action: 'insert', times: 3, fault: 'cut after' },
      );
      await assert.rejects(provider.launch(gcpRequest(TWO_ZONES)), /Compute Engine did not answer/);
      for (const instance of gce.instances()) instance.labels = {};
      const { zone } = await provider.launch(gcpRequest(TWO_ZONES));
      assert.equal(zone, 'us-central1-b');
      assert.equal(gce.instances().length, 1);
    });
  });

  describe('are refused', () => {
    const exhausted = { operation: 'ZONE_RESOURCE_POOL_EXHAUSTED', message: 'no T4 left' };

    it('for lack of capacity after all zones were asked, each once', async () => {
      gce.inject({ action: 'insert', fault: exhausted });
      const refusal = await refusalOf(provider.launch(gcpRequest(TWO_ZONES)));
      assert.deepEqual([refusal.kind, refusal.message], ['capacity', 'ZONE_RESOURCE_POOL_EXHAUSTED: no T4 left']);
      assert.deepEqual(zonesAsked(), TWO_ZONES.zones);
    });

    it('in one zone and launched in the next', async () => {
      gce.inject({ action: 'insert', times: 1, fault: exhausted });
      assert.equal((await provider.launch(gcpRequest(TWO_ZONES))).zone, 'us-central1-b');
    });

    it('without permission, and nothing else is asked', async () => {
      gce.inject({
        action: 'insert',
        fault: { status: 403, reason: 'forbidden', message: "Required 'compute.instances.create'" },
      });
      const refusal = await refusalOf(provider.launch(gcpRequest(TWO_ZONES)));
      assert.deepEqual([refusal.kind, refusal.message], ['credentials', "forbidden: Required 'compute.instances.create'"]);
      assert.deepEqual(zonesAsked(), ['us-central1-a']);
    });

    it('while Compute Engine is asked too often', async () => {
      gce.inject({ action: 'insert', fault: { status: 403, reason: 'rateLimitExceeded' } });
      assert.equal((await refusalOf(provider.launch(gcpRequest(TWO_ZONES)))).kind, 'throttled');
    });

    it('with a key that it does not know, in words that do not show it', async () => {
      const other = await startTestGce();
      await other.release();
      const own = createGcpProvider(withKey({ cloud_credentials_secret: other.serviceAccountKey }));
      const refusal = await refusalOf(own.launch(gcpRequest()));
      assert.deepEqual([refusal.kind, refusal.message], ['credentials', 'required: Login Required.']);
    });

    it('with a key that is none, in words that do not show it', async () => {
      const key = JSON.stringify({ ...JSON.parse(gce.serviceAccountKey), private_key: 'PRIVATE-TEXT' });
      const own = createGcpProvider(withKey({ cloud_credentials_secret: key }));
      const refusal = await refusalOf(own.list('s-1'));
      assert.equal(refusal.kind, 'credentials');
      assert.doesNotMatch(refusal.message, /PRIVATE-TEXT/);
    });
  });

  describe('are found', () => {
    const stateOf = async () =>
      (await provider.list('s-1')).map(({ state, interrupted, endedBy }) => ({ state, interrupted, endedBy }));

    it('by their scaler, in all zones, over as many pages as there are', async () => {
      gce.cloud.pageSize = 2;
      for (const machine of ['m-1', 'm-2', 'm-3', 'm-4', 'm-5'])
        await provider.launch(gcpRequest({ zones: [`us-central1-${machine === 'm-3' ? 'b' : 'a'}`] }, { machine }));
      await provider.launch(gcpRequest({}, { machine: 'm-6', scaler: 's-2' }));
      const found = await provider.list('s-1');
      assert.deepEqual(found.map(({ machine }) => machine).toSorted(), ['m-1', 'm-2', 'm-3', 'm-4', 'm-5']);
      assert.equal(found.find(({ machine }) => machine === 'm-3')!.cloudId, 'perdura-m-3.us-central1-b');
    });

    it('never as gone because a zone cannot be asked', async () => {
      await provider.launch(gcpRequest());
      gce.cloud.unreachable.add('us-central1-f');
      await assert.rejects(provider.list('s-1'), /zones\/us-central1-f cannot be reached: The zone is unavailable/);
    });

    it('as gone when they have powered themselves off, and as ending while they do', async () => {
      await provider.launch(gcpRequest());
      for (const [status, state] of [
        ['STOPPING', 'ending'],
        ['TERMINATED', 'gone'],
        ['SUSPENDED', 'gone'],
        ['REPAIRING', 'running'],
      ]) {
        gce.cloud.set(NAME, status!);
        assert.deepEqual(await stateOf(), [{ state, interrupted: false, endedBy: null }]);
      }
      assert.deepEqual(gce.callsOf('operations'), []);
    });

    it('as taken back while Google ends a spot machine, and not when it ends by itself', async () => {
      await provider.launch(gcpRequest({ is_spot: true }));
      gce.cloud.set(NAME, 'STOPPING');
      assert.deepEqual(await stateOf(), [{ state: 'ending', interrupted: false, endedBy: null }]);
      gce.cloud.preempt(NAME, { done: false });
      assert.deepEqual(await stateOf(), [
        { state: 'ending', interrupted: true, endedBy: 'Compute Engine has taken the spot machine back' },
      ]);
    });

    it('after a fault that passes', async () => {
      gce.inject({ action: 'list', times: 2, fault: { status: 503, reason: 'backendError' } });
      assert.deepEqual(await provider.list('s-1'), []);
    });
  });

  describe('are ended', () => {
    it('with their disk, and a second time without an error', async () => {
      const { cloudId } = await provider.launch(gcpRequest());
      await provider.end(cloudId);
      await provider.end(cloudId);
      assert.deepEqual(gce.instances(), []);
    });

    it('in their own zone alone', async () => {
      await provider.launch(gcpRequest({}, { machine: 'm-2' }));
      await provider.end('perdura-m-2.us-central1-b');
      assert.equal(gce.instances().length, 1);
    });
  });

  it('show what they have printed, as long as they are there', async () => {
    const { cloudId } = await provider.launch(gcpRequest());
    assert.equal(await provider.readConsole(cloudId), null);
    gce.cloud.print(NAME, 'startup-script: joined\n');
    assert.equal(await provider.readConsole(cloudId), 'startup-script: joined\n');
    await provider.end(cloudId);
    assert.equal(await provider.readConsole(cloudId), null);
  });
});
