import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { AutoscalerView, MachineView, ScalerEventView } from '../../workflows/contracts/autoscaler-api.ts';
import { gcpFile } from '../autoscaler/config/files.ts';
import { runCli } from '../cli/run-cli.ts';
import { startTestGce, type TestGce } from '../support/cloud/gce.ts';
import { killUpon } from '../support/cloud/kill-upon.ts';
import { eventually } from '../support/eventually.ts';
import { placesOf } from '../support/find-secret.ts';
import { type Installation, startInstallation } from '../support/installation.ts';

/** Under load every process takes its time. */
const DEADLINE = { deadlineMs: 120_000 };
const MOST = 3;

describe('an autoscaler of machines of Google Cloud on a running installation', function () {
  this.timeout(400_000);
  let gce: TestGce;
  let installation: Installation;
  before(async () => {
    gce = await startTestGce();
    installation = await startInstallation();
  });
  after(async () => {
    await installation?.release();
    await gce?.release();
  });

  async function perdura(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await runCli(['autoscaler', ...args], { env: installation.env });
    assert.equal(code, 0, `${args.join(' ')}: ${stderr}`);
    return stdout.trim();
  }
  const json = async <T>(...args: string[]): Promise<T> => JSON.parse(await perdura(...args, '--json'));
  const names = () => gce.instances().map(({ name }) => name);
  const ended = async () => (await json<MachineView[]>('instances', '--ended')).filter(({ state }) => state === 'ended');
  const untilReplaced = (name: string) =>
    eventually('another one in its place', () => names().length === MOST && !names().includes(name), DEADLINE);
  async function enqueue(count: number): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      const { id } = await installation.client.call<{ id: string }>('tasks.create', { name: `task ${index}`, type: 'training' });
      await installation.client.call('tasks.enqueue', { task: id, queue_name: 'gpu_queue' });
    }
  }

  it('launches its maximum for ten tasks, each machine once though it is killed while it launches the first', async () => {
    const file = join(installation.dataDir, '..', 'gcp.yaml');
    const hyper_params = { use_credentials_chain: false, cloud_credentials_secret: gce.serviceAccountKey };
    const zone = 'us-central1-a, us-central1-b';
    await writeFile(file, stringify(gcpFile({ hyper_params }, { zone, is_spot: true, gpu_type: 'nvidia-tesla-t4' })));
    killUpon(gce, installation, 'insert');
    await perdura('start', '--file', file);
    await enqueue(10);
    const view = await eventually(
      'three machines that the records know',
      async () => {
        const seen = await json<AutoscalerView & { machineList: MachineView[] }>('show');
        const known = seen.machineList.filter(({ cloudId, state }) => cloudId !== null && state === 'starting');
        return known.length === MOST ? seen : undefined;
      },
      DEADLINE,
    );
    assert.equal(view.provider, 'gcp');
    assert.deepEqual(
      view.machineList.map(({ cloudId }) => cloudId).toSorted(),
      names()
        .map((name) => `${name}.us-central1-a`)
        .toSorted(),
    );
    assert.equal(names().length, MOST);
  });

  it('replaces a spot machine that Google takes back, and says that it was', async () => {
    const [name] = names() as [string];
    gce.cloud.preempt(name, { done: false });
    await eventually('another one in its place', () => names().length === MOST && !names().includes(name), DEADLINE);
    const events = (await perdura('log', '--json')).split('\n').map((line) => JSON.parse(line) as ScalerEventView);
    assert.ok(
      events.some(({ text }) => text === 'Compute Engine has taken the spot machine back'),
      events.map(({ text }) => text).join('\n'),
    );
  });

  it('deletes a machine that has powered itself off, with what it has printed kept, and replaces it', async () => {
    const [name] = names() as [string];
    gce.cloud.print(name, 'startup-script: no way out\n');
    gce.cloud.set(name, 'TERMINATED');
    await untilReplaced(name);
    const gone = (await ended()).find(({ cloudId }) => cloudId?.startsWith(name))!;
    assert.match(await perdura('console', 'gcp', gone.id), /no way out/);
  });

  it('leaves no machine behind when it is stopped while a deletion is not answered', async () => {
    killUpon(gce, installation, 'delete');
    await perdura('stop', '--machines', 'all');
    await eventually('it has stopped', async () => (await json<AutoscalerView>('show')).status === 'stopped', DEADLINE);
    assert.deepEqual(names(), []);
  });

  it("keeps the account's key in the scaler's column of secrets and nowhere else", async () => {
    const { private_key } = JSON.parse(gce.serviceAccountKey) as { private_key: string };
    const secret = private_key.split('\n')[2]!;
    assert.deepEqual(await placesOf(secret, installation), ['scalers.secrets']);
    const shown = [await perdura('show', '--configuration'), await perdura('show', '--json'), await perdura('log', '--json')];
    assert.ok(!shown.join().includes(secret));
  });
});
