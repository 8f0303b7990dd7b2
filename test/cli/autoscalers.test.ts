import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { parse, stringify } from 'yaml';
import { query, sql } from '../../activities/db/sql.ts';
import { dockerFile } from '../autoscaler/config/files.ts';
import { startTestApi, TEST_CREDENTIALS, type TestApi } from '../support/api-server.ts';
import { eventually } from '../support/eventually.ts';
import { type CliResult, runCli } from './run-cli.ts';

const PROGRAM = join(import.meta.dirname, '../../cli/perdura.ts');
const REFERENCE = join(import.meta.dirname, '../../examples/autoscaler/aws_autoscaler.yaml');

describe('autoscalers from the command line', function () {
  this.timeout(120_000);
  let server: TestApi;
  let folder: string;
  let env: NodeJS.ProcessEnv;
  before(async () => {
    server = await startTestApi();
    folder = await mkdtemp(join(tmpdir(), 'perdura-autoscaler-'));
    env = {
      CLEARML_API_HOST: server.url,
      CLEARML_API_ACCESS_KEY: TEST_CREDENTIALS.accessKey,
      CLEARML_API_SECRET_KEY: TEST_CREDENTIALS.secretKey,
    };
  });
  after(async () => {
    await server.release();
    await rm(folder, { recursive: true });
  });
  afterEach(() => rows(sql`delete from scalers`));

  const rows = <T = any>(statement: ReturnType<typeof sql>) => query<T>(server.api.db.em.fork(), statement);
  const perdura = (args: string[], more: { env?: NodeJS.ProcessEnv; input?: string } = {}): Promise<CliResult> =>
    runCli(['autoscaler', ...args], { ...more, env: { ...env, ...more.env } });
  async function succeed(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await perdura(args);
    assert.equal(code, 0, stderr);
    return stdout.trim();
  }
  async function fileOf(configuration: unknown): Promise<string> {
    const file = join(folder, `${Math.random()}.yaml`);
    await writeFile(file, stringify(configuration));
    return file;
  }
  const started = async (): Promise<string> => succeed('start', '-f', await fileOf(dockerFile()), '--name', 'local');

  it("start from ClearML's file as it is, under its name, with git's credentials from the environment", async () => {
    const { code, stdout, stderr } = await perdura(['start', '-f', REFERENCE], {
      env: { CLEARML_AUTOSCALER_GIT_USER: 'ada', CLEARML_AUTOSCALER_GIT_PASSWORD: 'git-secret' },
    });
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^made the queue gpu_queue\nwarning: .*cannot reach .*\nautoscaler aws_autoscaler: http/);
    assert.ok(!`${stdout}${stderr}`.includes('git-secret'));
    const [row] = await rows(sql`select id, configuration, secrets from scalers where name = 'aws_autoscaler'`);
    assert.equal(row.id, stdout.trim());
    assert.deepEqual([row.configuration.hyper_params.git_user, row.secrets.git_pass], ['ada', 'git-secret']);
    assert.equal((await rows(sql`select from scaler_submissions where scaler = ${row.id} and length(key) >= 32`)).length, 1);
  });

  it('show what is wrong with a file, or that there is none', async () => {
    assert.deepEqual((await perdura(['start', '-f', 'nowhere.yaml'])).code, 3);
    const wrong = await perdura(['start', '-f', await fileOf(dockerFile({ hyper_params: { cloud_provider: 'azure' } }))]);
    assert.equal(wrong.code, 1);
    assert.match(wrong.stderr, /hyper_params\.cloud_provider is "azure"; allowed: "" \(AWS\), aws, docker, gcp/);
    const broken = join(folder, 'broken.yaml');
    await writeFile(broken, 'a: [');
    assert.match((await perdura(['start', '-f', broken])).stderr, /broken\.yaml is no YAML/);
    assert.equal((await perdura(['show'])).code, 3);
    assert.equal((await perdura(['show', 'nobody'])).code, 3);
    assert.equal((await perdura(['start', 'name', '-f', REFERENCE])).code, 2);
    assert.equal((await perdura(['stop', '--machines', 'some'])).code, 2);
  });

  it('are paused, drained, stopped and started again, the only one without its name', async () => {
    await started();
    const status = async () => JSON.parse(await succeed('list', '--json'))[0].status;
    assert.match(await succeed('pause'), /^local launches no machines/);
    assert.equal(await status(), 'paused');
    await succeed('drain', 'local');
    assert.equal(await status(), 'draining');
    await succeed('resume', 'local');
    assert.equal(await status(), 'running');
    assert.match(await succeed('stop', 'local', '--machines', 'all'), /stops and ends its machines/);
    assert.equal(await status(), 'stopping');
    assert.equal((await perdura(['pause', 'local'])).code, 1);
    await succeed('start', 'local');
    assert.equal(await status(), 'running');
    const log = await succeed('log', 'local');
    assert.deepEqual(
      log.split('\n').map((line) => /change +(\w+)/.exec(line)?.[1]),
      ['started', 'paused', 'draining', 'resumed', 'stopped', 'started'],
    );
    assert.equal((await succeed('log', '--lines', '2', '--json')).split('\n').length, 2);
    assert.equal((await perdura(['delete', 'local'])).code, 1);
    await succeed('start', '-f', REFERENCE);
    const unclear = await perdura(['pause']);
    assert.equal(unclear.code, 2);
    assert.match(unclear.stderr, /which autoscaler\? There are aws_autoscaler, local/);
  });

  it('tell what they do while somebody follows', async () => {
    await started();
    const following = execa(process.execPath, [PROGRAM, 'autoscaler', 'log', '--follow'], { env, reject: false });
    let seen = '';
    following.stdout?.on('data', (chunk) => {
      seen += chunk;
    });
    await eventually('what was before', () => seen.includes('started'));
    await server.request('POST', '/api/autoscalers/local/pause');
    await eventually('what happens now', () => seen.includes('paused'));
    following.kill('SIGINT');
    const { exitCode, stderr } = await following;
    assert.equal(exitCode, 0, stderr);
    assert.match(stderr, /the autoscaler goes on/);
    assert.equal(seen.trim().split('\n').length, 2, seen);
  });

  it('take other limits while they run', async () => {
    await started();
    const limits = [
      '--max',
      'cpu/local=5',
      '--warm',
      'cpu=1',
      '--max-instances',
      '4',
      '--idle-minutes',
      '2.5',
      '--at-budget',
      'drain',
    ];
    const changed = await succeed('update', 'local', ...limits, '--hours-per-day', '8');
    assert.match(changed, /^machines for cpu: local 2 → local 5$/m);
    assert.match(changed, /^hours per day: none → 8$/m);
    assert.match(await succeed('update', '--max-instances', 'none', '--hours-per-day', 'none'), /^machines in all: 4 → none$/m);
    const { perdura: ours, configurations } = parse(await succeed('show', '--configuration'));
    assert.deepEqual(configurations.queues, { cpu: [['local', 5]] });
    assert.deepEqual(ours, { budget: { at_limit: 'drain' }, warm_pool: { cpu: 1 } });
    assert.match(await succeed('update', '--warm', 'cpu=1'), /nothing is other/);
    for (const wrong of [
      [],
      ['--max', 'cpu/other=1'],
      ['--max', 'cpu/local=many'],
      ['--idle-minutes', '0'],
      ['--at-budget', 'stop'],
    ])
      assert.equal((await perdura(['update', ...wrong])).code, 2, wrong.join(' '));
  });

  it('show their machines, what they printed, and end them', async () => {
    const id = await started();
    await rows(sql`insert into machines (id, scaler, queue, resource, instance_type, why, state, created, launched, cloud_id, hourly_price)
      values ('m1', ${id}, 'cpu', 'local', 'docker', '1 task waits', 'launched', now(), now(), 'c1', 0.5)`);
    await rows(sql`insert into machines (id, scaler, queue, resource, instance_type, why, state, created, launched, ended, end_reason, end_why, console)
      values ('m0', ${id}, 'cpu', 'local', 'docker', 'w', 'ended', now(), now(), now(), 'idle', 'no task', ${'boot\ndone\n'})`);
    assert.match(await succeed('instances'), /^m1 +starting +\d+ s +cpu +local +c1 +\d+ s +0\.00 \$ +0 +1 task waits$/m);
    assert.match(await succeed('instances', '--ended'), /^m0 +ended .* idle: no task$/m);
    assert.equal(JSON.parse(await succeed('instances', '--json')).length, 1);
    const shown = await succeed('show');
    assert.match(shown, /^machines +1 starting; at most 2$/m);
    assert.match(shown, /^cpu +0 +0 +local +docker +1 of 2 +0\.00 \$/m);
    assert.match(shown, /^in all .*\$, 2 machines, 0 tasks$/m);
    await rows(sql`update machines set end_reason = 'spin-up' where id = 'm0'`);
    assert.match(await succeed('show'), /^in all .*\$, 2 machines \(1 never joined\), 0 tasks$/m);
    assert.match(await succeed('end-idle'), /^0 machines end$/);
    await succeed('end', 'local', 'c1');
    assert.equal((await rows(sql`select from machines where id = 'm1' and end_requested is not null`)).length, 1);
    assert.equal(await succeed('console', 'local', 'm0'), 'boot\ndone');
    assert.equal((await perdura(['console', 'local', 'm9'])).code, 3);
  });

  describe('by the wizard', () => {
    const answers = (lines: string[]) => `${lines.join('\n')}\n`;
    /** In the order of ClearML's. */
    const all = [
      ...['AKIA', 'aws-secret', 'us-west-2', 'ada', 'token', 'nvidia/cuda'],
      ...['g3s.xlarge', 'n', 'us-west-2c', 'ami-1', '', '80', 'gp2', 'gpu', 'sg-1', 'n', 'aws 4gpu', 'aws4gpu', 'y'],
      ...['g4dn.xlarge', 'y', '', '', '', 'many', '', '', '', '', 'spot', 'n'],
      ...['apt-get update', '', 'echo done', '', ''],
      ...['sdk.aws.s3.key: "k"', '', ''],
      ...['gpu_queue', 'spot', '0', '2', 'y', 'gpu', 'aws4gpu', '3', 'n'],
      ...['20', ''],
    ];

    it("write ClearML's file, for its owner alone, and start from it", async () => {
      const file = join(folder, 'asked.yaml');
      const { code, stderr } = await perdura(['wizard', '--file', file, '--run'], { input: answers(all) });
      assert.equal(code, 0, stderr);
      const text = await readFile(file, 'utf8');
      assert.deepEqual(parse(text), {
        configurations: {
          extra_clearml_conf: 'sdk.aws.s3.key: "k"',
          extra_trains_conf: '',
          extra_vm_bash_script: 'apt-get update\n\necho done',
          queues: {
            gpu_queue: [
              ['spot', 2],
              ['aws4gpu', 3],
            ],
          },
          resource_configurations: {
            aws4gpu: {
              ami_id: 'ami-1',
              availability_zone: 'us-west-2c',
              ebs_device_name: '/dev/sda1',
              ebs_volume_size: 80,
              ebs_volume_type: 'gp2',
              instance_type: 'g3s.xlarge',
              is_spot: false,
              key_name: 'gpu',
              security_group_ids: ['sg-1'],
            },
            spot: {
              ami_id: 'ami-04c0416d6bd8e4b1f',
              availability_zone: 'us-east-1b',
              ebs_device_name: '/dev/sda1',
              ebs_volume_size: 100,
              ebs_volume_type: 'gp3',
              instance_type: 'g4dn.xlarge',
              is_spot: true,
              key_name: null,
              security_group_ids: null,
            },
          },
        },
        hyper_params: {
          cloud_credentials_key: 'AKIA',
          cloud_credentials_region: 'us-west-2',
          cloud_credentials_secret: 'aws-secret',
          cloud_provider: '',
          default_docker_image: 'nvidia/cuda',
          git_user: 'ada',
          git_pass: 'token',
          max_idle_time_min: 20,
          max_spin_up_time_min: 30,
          polling_interval_time_min: 5,
          use_credentials_chain: false,
          workers_prefix: 'dynamic_worker',
        },
      });
      assert.match(text, /^ {4}gpu_queue:\n {4}- - spot\n {6}- 2$/m);
      assert.equal((await stat(file)).mode & 0o777, 0o600);
      assert.ok(!stderr.includes('aws-secret') && !stderr.includes('token]'));
      assert.equal((await rows(sql`select from scalers where name = 'asked'`)).length, 1);
    });

    it('write a file for Google Cloud, with the key of a service account from its own file', async () => {
      const key = join(folder, 'key.json');
      await writeFile(key, '{"type": "service_account", "client_email": "a@b", "private_key": "PRIVATE"}');
      const lines = [
        ...['nowhere.json', key, 'lab', '', ''],
        ...['g2-standard-8', 'y', 'us-east1-b,us-east1-c', '', '50', '', 'l4', 'y'],
        ...['', '', '', '', '', 'nvidia-tesla-t4', '2', 't4', 'n'],
        ...['', '', '', ''],
        ...['gpu_queue', 'l4', '3', 'n', 'n'],
        ...['', ''],
      ];
      const file = join(folder, 'gcp.yaml');
      const { code, stderr } = await perdura(['wizard', '--cloud', 'gcp', '--file', file], { input: answers(lines) });
      assert.equal(code, 0, stderr);
      assert.match(stderr, /cannot read nowhere\.json/);
      const { configurations, hyper_params } = parse(await readFile(file, 'utf8'));
      assert.deepEqual(configurations.resource_configurations, {
        l4: {
          machine_type: 'g2-standard-8',
          is_spot: true,
          zone: 'us-east1-b,us-east1-c',
          image: 'projects/debian-cloud/global/images/family/debian-12',
          disk_size_gb: 50,
        },
        t4: {
          machine_type: 'n1-standard-8',
          is_spot: false,
          zone: 'us-central1-a',
          image: 'projects/debian-cloud/global/images/family/debian-12',
          disk_size_gb: 100,
          gpu_type: 'nvidia-tesla-t4',
          gpu_count: 2,
        },
      });
      assert.deepEqual(
        [hyper_params.cloud_provider, hyper_params.cloud_credentials_project, hyper_params.use_credentials_chain],
        ['gcp', 'lab', false],
      );
      assert.match(hyper_params.cloud_credentials_secret, /PRIVATE/);
    });

    it('leave a file alone that is there', async () => {
      const file = await fileOf(dockerFile());
      const before = await readFile(file, 'utf8');
      const { code, stderr } = await perdura(['wizard', '--file', file]);
      assert.equal(code, 0, stderr);
      assert.match(stderr, /is there already and stays as it is/);
      assert.equal(await readFile(file, 'utf8'), before);
    });

    it('write nothing when the answers end before the questions', async () => {
      const file = join(folder, 'half.yaml');
      const { code } = await perdura(['wizard', '--file', file], { input: answers(all.slice(0, 20)) });
      assert.equal(code, 1);
      await assert.rejects(stat(file));
    });
  });
});
