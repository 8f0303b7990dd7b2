import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { stringify } from 'yaml';
import { newId } from '../../activities/db/ids.ts';
import { createClient } from '../../sdk/http-client.ts';
import type { AutoscalerView, MachineView, ScalerEventView } from '../../workflows/contracts/autoscaler-api.ts';
import type { JoinResponse } from '../../workflows/contracts/machine-api.ts';
import { clearmlFile } from '../autoscaler/config/files.ts';
import { agentRequest } from '../support/agent-request.ts';
import { startTestCloud, type TestCloud } from '../support/cloud/cloud.ts';
import { eventually } from '../support/eventually.ts';
import { placesOf } from '../support/find-secret.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { runCli } from './run-cli.ts';

const REFERENCE = join(import.meta.dirname, '../../examples/autoscaler/aws_autoscaler.yaml');
/** Under load every process takes its time. */
const DEADLINE = { deadlineMs: 120_000 };

describe("ClearML's autoscaler file on a running installation and moto's EC2", function () {
  this.timeout(400_000);
  let cloud: TestCloud;
  let installation: Installation;
  before(async function () {
    const started = await startTestCloud();
    if (!started) return this.skip();
    cloud = started;
    installation = await startInstallation();
  });
  after(async () => {
    await installation?.release();
    await cloud?.release();
  });

  async function perdura(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await runCli(['autoscaler', ...args], { env: installation.env });
    assert.equal(code, 0, `${args.join(' ')}: ${stderr}`);
    return stdout.trim();
  }
  const json = async <T>(...args: string[]): Promise<T> => JSON.parse(await perdura(...args, '--json'));
  const show = () => json<AutoscalerView & { machineList: MachineView[] }>('show');
  const machines = () => json<MachineView[]>('instances');
  const running = async () =>
    (await cloud.instances()).filter(({ State }) => State?.Name === 'running' || State?.Name === 'pending');

  async function enqueue(count: number): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      const { id } = await installation.client.call<{ id: string }>('tasks.create', { name: `task ${index}`, type: 'training' });
      await installation.client.call('tasks.enqueue', { task: id, queue_name: 'gpu_queue' });
    }
  }

  /** What the agent of a machine does first, with the token of the launch that was asked for last. */
  async function joinLast(): Promise<string> {
    const script = Buffer.from(cloud.callsOf('RunInstances').at(-1)!.parameters.UserData!, 'base64').toString();
    const [, token] = /printf %s '(.+)' >/.exec(script)!;
    const response = await fetch(`${installation.urls.api}/api/machines/join`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ token, nonce: newId() }),
    });
    const { worker, queues, accessKey, secretKey } = (await response.json()) as JoinResponse;
    const machine = createClient({ apiUrl: installation.urls.api, accessKey, secretKey });
    await machine.request('POST', '/api/agents/register', agentRequest(worker, { queues, instance: 'one', createQueues: true }));
    return worker;
  }
  const workers = async () =>
    (await installation.client.call<{ workers: { id: string }[] }>('workers.get_all')).workers.map(({ id }) => id);

  it('launches exactly three machines for ten tasks, and says why no more', async () => {
    await perdura('start', '--file', REFERENCE);
    await enqueue(10);
    await eventually('three machines', async () => (await running()).length === 3, DEADLINE);
    const view = await eventually(
      'the reason why not more',
      async () => {
        const seen = await show();
        return seen.notes.some(({ text }) => text.includes('3 of 3')) && seen.machineList.every(({ cloudId }) => cloudId)
          ? seen
          : undefined;
      },
      DEADLINE,
    );
    assert.deepEqual([view.status, view.maxMachines, view.queues[0]?.waiting], ['running', 3, 10]);
    assert.deepEqual(view.machines, { starting: 3 });
    const [instance] = await running();
    assert.deepEqual(
      [instance?.InstanceType, instance?.ImageId, instance?.Placement?.AvailabilityZone],
      ['g3s.xlarge', 'ami-04129d3de24f88348', 'us-west-2c'],
    );
    assert.deepEqual(
      view.machineList.map(({ cloudId }) => cloudId).toSorted(),
      (await running()).map(({ InstanceId }) => InstanceId).toSorted(),
    );
    assert.equal(view.machineList[0]?.cost === null, false, 'its price is known');
  });

  it('launches two more within seconds when its maximum goes from three to five', async () => {
    const { machineList } = await show();
    assert.match(await perdura('update', '--max', 'gpu_queue/aws4gpu=5'), /aws4gpu 3 → aws4gpu 5/);
    await eventually('five machines', async () => (await running()).length === 5, DEADLINE);
    const before = new Set(machineList.map(({ id }) => id));
    const events = (await perdura('log', '--json')).split('\n').map((line) => JSON.parse(line) as ScalerEventView);
    const changed = events.find(({ kind, text }) => kind === 'change' && text.includes('aws4gpu 5'))!;
    for (const { id, created } of await machines())
      if (!before.has(id)) assert.ok(Date.parse(created) - Date.parse(changed.at) < 5_000, `${changed.at} ${created}`);
  });

  it('launches nothing while it is paused, not even in place of a machine that was ended by hand', async () => {
    await perdura('pause');
    const [{ id }] = (await machines()) as [MachineView];
    await perdura('end', 'aws_autoscaler', id);
    await eventually('it is gone', async () => (await running()).length === 4, DEADLINE);
    assert.match(await perdura('instances', '--ended'), new RegExp(`^${id} +ended .* requested: `, 'm'));
    assert.equal((await show()).status, 'paused');
    await perdura('resume');
    await eventually('another one in its place', async () => (await running()).length === 5, DEADLINE);
  });

  it('replaces a machine that somebody ends in the cloud, whose worker goes, with no count below zero meanwhile', async () => {
    const worker = await joinLast();
    assert.deepEqual(await workers(), [worker]);
    const ended = (await machines()).find((machine) => machine.worker === worker)!;
    await cloud.direct.send(new TerminateInstancesCommand({ InstanceIds: [ended.cloudId!] }));
    await eventually(
      'another one in its place',
      async () => {
        const view = await installation.client.request<AutoscalerView>('GET', '/api/autoscalers/aws_autoscaler');
        assert.deepEqual(numbersBelowZero(view), []);
        return view.total.machines === 7 && view.machines.starting === 5;
      },
      DEADLINE,
    );
    assert.deepEqual(await workers(), []);
    assert.equal((await running()).length, 5);
    const gone = (await json<MachineView[]>('instances', '--ended')).find(({ id }) => id === ended.id)!;
    // The cloud says that it is gone, unless this host is so busy that its silence is noticed before.
    assert.match(gone.endReason!, /^(gone|silent)$/);
  });

  it('ends every machine when it is stopped with all of them, and can be deleted', async () => {
    await perdura('stop', '--machines', 'all');
    await eventually('it has stopped', async () => (await show()).status === 'stopped', DEADLINE);
    assert.deepEqual(await running(), []);
    assert.equal((await cloud.instances()).length, 7);
    assert.match(await perdura('show'), /^in all +\d+ min, \d+\.\d\d \$, 7 machines, 0 tasks$/m);
    await perdura('delete', 'aws_autoscaler');
    assert.equal(await perdura('list'), 'no autoscalers');
  });

  it("asks the cloud with the keys of its file, whose secret stands in the scaler's column of secrets and nowhere else", async () => {
    const [key, secret] = ['AKIA-OF-THE-FILE', 'secret-of-the-cloud-4f1d'];
    const file = join(installation.dataDir, '..', 'with-keys.yaml');
    const hyper_params = {
      use_credentials_chain: false,
      cloud_credentials_key: key,
      cloud_credentials_secret: secret,
    };
    await writeFile(file, stringify(clearmlFile({ hyper_params })));
    const launches = cloud.callsOf('RunInstances').length;
    await perdura('start', '--file', file, '--name', 'with-keys');
    await eventually('machines for what waits', async () => (await running()).length === 3, DEADLINE);
    await perdura('stop', '--machines', 'all');
    await eventually('it has stopped', async () => (await show()).status === 'stopped', DEADLINE);
    const asked = cloud.callsOf('RunInstances').slice(launches);
    assert.deepEqual([...new Set(asked.map(({ accessKey }) => accessKey))], [key]);
    const shown = [await perdura('show', '--configuration'), await perdura('show', '--json'), await perdura('log', '--json')];
    assert.ok(!shown.join().includes(secret), shown.join());
    assert.deepEqual(await placesOf(secret, installation), ['scalers.secrets']);
    const named = await placesOf('with-keys', installation);
    assert.ok(
      named.some((place) => place.startsWith(join(installation.dataDir, 'temporal'))),
      `what is no secret is found in Temporal's files: ${named.join()}`,
    );
  });
});

/** Of all that a view says, the numbers that cannot be. */
function numbersBelowZero(view: unknown): string[] {
  const found: string[] = [];
  JSON.stringify(view, (key, value) => {
    if (typeof value === 'number' && value < 0) found.push(`${key} ${value}`);
    return value;
  });
  return found;
}
