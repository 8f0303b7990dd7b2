import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { ConfigurationError } from '../../../autoscaler/config/faults.ts';
import { fileOf } from '../../../autoscaler/config/file.ts';
import { parseConfiguration } from '../../../autoscaler/config/parse.ts';
import type { Ec2Resource, GcpResource } from '../../../autoscaler/config/scaler-configuration.ts';
import { clearmlFile, dockerFile, gcpFile } from './files.ts';

const EXAMPLE = new URL('../../../examples/autoscaler/aws_autoscaler.yaml', import.meta.url);

describe('the configuration of an autoscaler', () => {
  it("reads ClearML's aws_autoscaler.yaml as it is", async () => {
    const { configurations, hyper_params, perdura } = parseConfiguration(parse(await readFile(EXAMPLE, 'utf8')));
    assert.deepEqual(configurations.queues, { gpu_queue: [['aws4gpu', 3]] });
    assert.deepEqual(configurations.resource_configurations.aws4gpu, {
      kind: 'ec2',
      name: 'aws4gpu',
      instance_type: 'g3s.xlarge',
      ami_id: 'ami-04129d3de24f88348',
      is_spot: false,
      cpu_only: false,
      availability_zones: ['us-west-2c'],
      subnet_ids: [],
      key_name: 'gpu',
      security_group_ids: null,
      ebs_device_name: '/dev/sda1',
      ebs_volume_size: 100,
      ebs_volume_type: 'gp2',
      ebs_snapshot_id: null,
      iam_name: null,
      iam_arn: null,
      tags: {},
      enable_monitoring: false,
      extra_configurations: {},
      max_instances: null,
      hourly_price: null,
    });
    assert.equal(hyper_params.use_credentials_chain, true);
    assert.equal(hyper_params.max_idle_time_min, 10);
    assert.deepEqual(perdura.priority, ['gpu_queue']);
  });

  it('is written again with the same content', async () => {
    const content = parse(await readFile(EXAMPLE, 'utf8'));
    assert.deepEqual(fileOf(parseConfiguration(content)), content);
  });

  it('may have empty and missing parts where ClearML does without them', () => {
    const { configurations, hyper_params } = parseConfiguration({
      configurations: {
        queues: { q: [['r', 1]] },
        extra_clearml_conf: null,
        resource_configurations: {
          r: { instance_type: 't3.micro', ami_id: 'ami-1', subnet_id: 'subnet-1', availability_zone: '', key_name: '', tags: '' },
        },
      },
      hyper_params: { cloud_credentials_region: null, cloud_provider: null },
    });
    assert.equal(configurations.extra_clearml_conf, '');
    assert.equal(hyper_params.workers_prefix, 'dynamic_worker');
    assert.equal(hyper_params.max_spin_up_time_min, 30);
    assert.deepEqual((configurations.resource_configurations.r as Ec2Resource).subnet_ids, ['subnet-1']);
  });

  it('takes zones, subnets and security groups as text, as a comma list or as a list', () => {
    for (const given of ['a,b', 'a, b', ['a', 'b']]) {
      const resource = ec2With({ availability_zone: given, subnet_id: given, security_group_ids: given });
      assert.deepEqual(resource.availability_zones, ['a', 'b']);
      assert.deepEqual(resource.subnet_ids, ['a', 'b']);
      assert.deepEqual(resource.security_group_ids, ['a', 'b']);
    }
  });

  it("takes tags as ClearML's line and as a map", () => {
    assert.deepEqual(ec2With({ tags: 'owner=me, team=vision' }).tags, { owner: 'me', team: 'vision' });
    assert.deepEqual(ec2With({ tags: { owner: 'me', cost: 7 } }).tags, { owner: 'me', cost: '7' });
  });

  it("gives ClearML's one profile to the resources that have none of their own", () => {
    const file = clearmlFile({
      hyper_params: { iam_arn: 'arn:aws:iam::1:instance-profile/agents', use_iam_instance_profile: true },
    });
    const { aws4gpu } = parseConfiguration(file).configurations.resource_configurations;
    assert.equal((aws4gpu as Ec2Resource).iam_arn, 'arn:aws:iam::1:instance-profile/agents');
  });

  it('may name a resource in several queues', () => {
    const file = clearmlFile({ configurations: { queues: { a: [['aws4gpu', 3]], b: [['aws4gpu', 2]] } } });
    assert.deepEqual(parseConfiguration(file).perdura.priority, ['a', 'b']);
  });

  it('puts the queues that are not ranked behind those that are', () => {
    const queues = { a: [['aws4gpu', 1]], b: [['aws4gpu', 1]], c: [['aws4gpu', 1]] };
    const file = clearmlFile({ configurations: { queues }, perdura: { priority: ['c'] } });
    assert.deepEqual(parseConfiguration(file).perdura.priority, ['c', 'a', 'b']);
  });

  it('reads machines of Docker, which use GPUs when they are given some', () => {
    const { resource_configurations } = parseConfiguration(dockerFile()).configurations;
    assert.deepEqual(resource_configurations.local, {
      kind: 'docker',
      name: 'local',
      image: 'python:3.12',
      cpus: 1.5,
      memory_gib: null,
      gpus: 0,
      network: 'host',
      max_instances: null,
      hourly_price: 0,
      cpu_only: true,
    });
  });

  it('reads machines of Google Cloud, which use the GPUs that they come with or are given', () => {
    assert.deepEqual(gcpWith({ zone: 'us-east1-b, us-east1-c', labels: 'team=vision', gpu_type: 'nvidia-tesla-t4' }), {
      kind: 'gcp',
      name: 'gcp4gpu',
      machine_type: 'n1-standard-8',
      image: 'projects/p/global/images/i',
      zones: ['us-east1-b', 'us-east1-c'],
      is_spot: false,
      cpu_only: false,
      gpu_type: 'nvidia-tesla-t4',
      gpu_count: 1,
      gpus: 1,
      disk_size_gb: null,
      disk_type: null,
      network: null,
      subnetwork: null,
      no_address: false,
      network_tags: [],
      service_account: null,
      labels: { team: 'vision' },
      extra_configurations: {},
      max_instances: null,
      hourly_price: null,
    });
    const gpusOf = (machine_type: string) => (({ gpus, cpu_only }) => [gpus, cpu_only])(gcpWith({ machine_type }));
    assert.deepEqual(
      ['a2-highgpu-4g', 'a2-ultragpu-1g', 'a3-megagpu-8g', 'g2-standard-24', 'e2-standard-4', 'n1-standard-96'].map(gpusOf),
      [
        [4, false],
        [1, false],
        [8, false],
        [2, false],
        [0, true],
        [0, true],
      ],
    );
  });

  it('takes the key of a service account for Google Cloud, and says nothing of what stands in its place', () => {
    const withSecret = (cloud_credentials_secret: string) => gcpFile({ hyper_params: { cloud_credentials_secret } });
    const key = '{"type": "service_account", "client_email": "a@b", "private_key": "PRIVATE"}';
    assert.equal(parseConfiguration(withSecret(key)).hyper_params.cloud_credentials_secret, key);
    assert.equal(parseConfiguration(withSecret('***')).hyper_params.cloud_credentials_secret, '***');
    for (const wrong of ['s3cret', '{"type": "authorized_user", "refresh_token": "s3cret"}', '[]', 'null'])
      assert.throws(
        () => parseConfiguration(withSecret(wrong)),
        /^ConfigurationError: hyper_params\.cloud_credentials_secret is a string; allowed: the key of a service account as its JSON file/,
      );
  });

  it('is written again with all that is ours', () => {
    const file = dockerFile({
      perdura: {
        priority: ['b', 'a'],
        max_instances: 4,
        budget: { hours_per_day: 10, cost_per_day: 20.5, at_limit: 'drain' },
        warm_pool: { a: 1 },
        schedules: [{ days: ['mon', 5], from: '08:00', to: '18:00', timezone: 'Europe/Berlin', warm_pool: { b: 2 } }],
        server_url: 'http://10.0.0.1:8008',
      },
      configurations: { queues: { a: [['local', 1]], b: [['local', 0]] } },
    });
    const configuration = parseConfiguration(file);
    assert.deepEqual(configuration.perdura.schedules[0]?.days, [1, 5]);
    assert.deepEqual(parseConfiguration(fileOf(configuration)), configuration);
    assert.deepEqual(Object.keys((fileOf(configuration).configurations as { queues: object }).queues), ['b', 'a']);
  });

  for (const [what, file, message] of [
    [
      'an unknown cloud',
      clearmlFile({ hyper_params: { cloud_provider: 'azure' } }),
      /^hyper_params\.cloud_provider is "azure"; allowed: "" \(AWS\), aws, docker, gcp$/,
    ],
    [
      'an unknown setting',
      clearmlFile({ hyper_params: { max_idle_minutes: 3 } }),
      /^hyper_params\.max_idle_minutes is not known; allowed: .*max_idle_time_min/,
    ],
    ['an unknown part', { ...clearmlFile(), extra: {} }, /^extra is not known; allowed: configurations, hyper_params, perdura$/],
    [
      'a time that is no time',
      clearmlFile({ hyper_params: { max_idle_time_min: 0 } }),
      /^hyper_params\.max_idle_time_min is 0; allowed: a number above 0$/,
    ],
    [
      'a negative maximum',
      clearmlFile({ configurations: { queues: { gpu_queue: [['aws4gpu', -1]] } } }),
      /^configurations\.queues\.gpu_queue\.0\.1 is -1; allowed: a whole number from 0/,
    ],
    [
      'a queue without pairs',
      clearmlFile({ configurations: { queues: { gpu_queue: ['aws4gpu', 3] } } }),
      /configurations\.queues\.gpu_queue\.0 is "aws4gpu"; allowed: a resource and how many/,
    ],
    [
      'no queue',
      clearmlFile({ configurations: { queues: {} } }),
      /^configurations\.queues is \{\}; allowed: at least one queue$/,
    ],
    [
      'a resource that is not there',
      clearmlFile({ configurations: { queues: { gpu_queue: [['gcp', 3]] } } }),
      /^configurations\.queues\.gpu_queue\.0\.0 is "gcp"; allowed: a resource of resource_configurations: aws4gpu$/,
    ],
    [
      'a resource twice in one queue',
      clearmlFile({
        configurations: {
          queues: {
            gpu_queue: [
              ['aws4gpu', 3],
              ['aws4gpu', 1],
            ],
          },
        },
      }),
      /queues\.gpu_queue\.1\.0 is "aws4gpu" once more/,
    ],
    [
      'neither a zone nor a subnet',
      clearmlFile({}, { availability_zone: null }),
      /aws4gpu\.availability_zone is null; allowed: a zone such as us-west-2c, or a subnet_id/,
    ],
    ['a missing image', clearmlFile({}, { ami_id: undefined }), /aws4gpu\.ami_id is missing; allowed: the id of an image/],
    [
      'what the scaler itself tells the cloud',
      clearmlFile({}, { extra_configurations: { UserData: 'x' } }),
      /extra_configurations is \{"UserData":"x"\}; allowed: further fields of RunInstances, which are AdditionalInfo, /,
    ],
    [
      'a field that the cloud does not know',
      clearmlFile({}, { extra_configurations: { EbsOptimised: true } }),
      /extra_configurations is \{"EbsOptimised":true\}; allowed: further fields of RunInstances, which are /,
    ],
    [
      'tags in another form than the cloud takes',
      clearmlFile({}, { extra_configurations: { TagSpecifications: { team: 'vision' } } }),
      /extra_configurations\.TagSpecifications is \{"team":"vision"\}; allowed: a list such as /,
    ],
    [
      'a key without its secret',
      clearmlFile({ hyper_params: { cloud_credentials_key: 'AKIA' } }),
      /^hyper_params\.cloud_credentials_secret is empty; allowed: a key and its secret, or neither$/,
    ],
    [
      'a warm pool for another queue',
      clearmlFile({ perdura: { warm_pool: { other: 1 } } }),
      /^perdura\.warm_pool is "other"; allowed: a queue of configurations\.queues: gpu_queue$/,
    ],
    [
      'an unknown time zone',
      clearmlFile({ perdura: { schedules: [{ days: ['mon'], from: '08:00', to: '18:00', timezone: 'Mars', warm_pool: {} }] } }),
      /^perdura\.schedules\.0\.timezone is "Mars"; allowed: a name of the time zone database/,
    ],
    [
      'a schedule without length',
      clearmlFile({ perdura: { schedules: [{ days: [1], from: '08:00', to: '08:00', warm_pool: {} }] } }),
      /^perdura\.schedules\.0\.to is "08:00"; allowed: a time other than "from"$/,
    ],
    ['nothing', null, /^the file is null; allowed: a map of configurations, hyper_params, perdura$/],
    [
      'a resource with a name that no worker could have',
      clearmlFile({ configurations: { resource_configurations: { 'a:b': {} } } }),
      /^configurations\.resource_configurations\.a:b cannot have this name; allowed: names without colons, slashes and spaces/,
    ],
    [
      'a machine of Google Cloud without a zone',
      gcpFile({}, { zone: [] }),
      /^configurations\.resource_configurations\.gcp4gpu\.zone is \[\]; allowed: a zone such as us-central1-a$/,
    ],
    [
      'a number of GPUs of no type',
      gcpFile({}, { gpu_count: 2 }),
      /^configurations\.resource_configurations\.gcp4gpu\.gpu_type is missing; allowed: a type of accelerator such as nvidia-tesla-t4/,
    ],
    [
      'labels that Google does not take',
      gcpFile({}, { labels: { Team: 'Vision' } }),
      /^configurations\.resource_configurations\.gcp4gpu\.labels is \{"Team":"Vision"\}; allowed: owner=me, team=vision: lower-case letters/,
    ],
    [
      'fields that Google does not have, or that would keep a machine from being ended',
      gcpFile({}, { extra_configurations: { deletionProtection: true } }),
      /^configurations\.resource_configurations\.gcp4gpu\.extra_configurations is .*; allowed: further fields of instances\.insert, which are advancedMachineFeatures, /,
    ],
    [
      'an access key of AWS for Google Cloud',
      gcpFile({ hyper_params: { cloud_credentials_key: 'AKIA' } }),
      /^hyper_params\.cloud_credentials_key is set; allowed: nothing for Google Cloud$/,
    ],
    ['a list', [], /^the file is \[\]; allowed: a map of configurations, hyper_params, perdura$/],
  ] as const) {
    it(`refuses ${what}, naming field, value and what is allowed`, () => {
      assert.throws(
        () => parseConfiguration(file),
        (error) => (error instanceof ConfigurationError && message.test(error.message)) || assert.fail(String(error)),
      );
    });
  }

  it('names all that is wrong at once', () => {
    const file = clearmlFile({ hyper_params: { cloud_provider: 'azure', max_idle_time_min: -1 } }, { instance_type: '' });
    assert.throws(
      () => parseConfiguration(file),
      (error) => error instanceof ConfigurationError && error.faults.length === 3,
    );
  });

  it('does not show a secret that is no text', () => {
    const file = clearmlFile({ hyper_params: { git_pass: 123456 } });
    assert.throws(() => parseConfiguration(file), /^ConfigurationError: hyper_params\.git_pass is a number; allowed: text$/);
  });
});

const ec2With = (fields: Record<string, unknown>): Ec2Resource =>
  parseConfiguration(clearmlFile({}, fields)).configurations.resource_configurations.aws4gpu as Ec2Resource;

const gcpWith = (fields: Record<string, unknown>): GcpResource =>
  parseConfiguration(gcpFile({}, fields)).configurations.resource_configurations.gcp4gpu as GcpResource;
