import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fileOf } from '../../../autoscaler/config/file.ts';
import { parseConfiguration } from '../../../autoscaler/config/parse.ts';

const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,8}$/);
const count = fc.integer({ min: 0, max: 50 });
const amount = fc.double({ min: 0.01, max: 1000, noNaN: true });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });

const common = { max_instances: maybe(count), hourly_price: maybe(fc.double({ min: 0, max: 50, noNaN: true })) };
const ec2 = fc.record({
  ...{ instance_type: name, ami_id: name, is_spot: fc.boolean(), cpu_only: fc.boolean(), key_name: maybe(name) },
  availability_zone: fc.array(name, { minLength: 1, maxLength: 3 }),
  subnet_id: fc.array(name, { maxLength: 2 }),
  security_group_ids: maybe(fc.array(name, { maxLength: 2 })),
  ...{ ebs_device_name: maybe(name), ebs_volume_size: maybe(fc.integer({ min: 1, max: 500 })), iam_name: maybe(name) },
  tags: fc.dictionary(name, name, { maxKeys: 3 }),
  extra_configurations: fc.dictionary(fc.constantFrom('EbsOptimized', 'EnablePrimaryIpv6'), fc.boolean(), { maxKeys: 2 }),
  ...common,
});
const docker = fc.record({
  ...{ image: name, cpus: maybe(amount), memory_gib: maybe(amount), gpus: fc.integer({ min: 0, max: 8 }), network: name },
  ...common,
});
const label = fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/);
const gcp = fc
  .record({
    ...{
      machine_type: fc.oneof(name, fc.constant('g2-standard-24')),
      image: name,
      is_spot: fc.boolean(),
      cpu_only: fc.boolean(),
    },
    zone: fc.array(name, { minLength: 1, maxLength: 3 }),
    gpu: maybe(fc.record({ gpu_type: name, gpu_count: maybe(fc.integer({ min: 1, max: 16 })) })),
    ...{ disk_size_gb: maybe(fc.integer({ min: 10, max: 500 })), disk_type: maybe(name), network: maybe(name) },
    ...{ no_address: fc.boolean(), network_tags: fc.array(name, { maxLength: 2 }), service_account: maybe(name) },
    labels: fc.dictionary(label, label, { maxKeys: 3 }),
    extra_configurations: fc.dictionary(fc.constantFrom('canIpForward', 'minCpuPlatform'), fc.boolean(), { maxKeys: 2 }),
    ...common,
  })
  .map(({ gpu, ...resource }) => ({ ...resource, ...gpu }));

const file = (kind: '' | 'docker' | 'gcp', resource: fc.Arbitrary<object>) =>
  fc
    .tuple(fc.uniqueArray(name, { minLength: 1, maxLength: 4 }), fc.uniqueArray(name, { minLength: 1, maxLength: 4 }))
    .chain(([resources, queues]) =>
      fc.record({
        configurations: fc.record({
          queues: fc
            .tuple(...queues.map(() => fc.tuple(fc.constantFrom(...resources), count)))
            .map((pairs) => Object.fromEntries(queues.map((queue, index) => [queue, [pairs[index]]]))),
          resource_configurations: fc
            .tuple(...resources.map(() => resource))
            .map((all) => Object.fromEntries(resources.map((one, index) => [one, all[index]]))),
          extra_vm_bash_script: fc.string(),
        }),
        hyper_params: fc.record({ cloud_provider: fc.constant(kind), git_user: name, max_idle_time_min: amount }),
        perdura: fc.record({
          priority: fc.shuffledSubarray(queues),
          max_instances: maybe(count),
          budget: fc.record({
            hours_per_day: maybe(amount),
            cost_per_day: maybe(amount),
            at_limit: fc.constantFrom('end', 'drain'),
          }),
          warm_pool: fc.dictionary(fc.constantFrom(...queues), count),
        }),
      }),
    );

describe('a configuration that is written as a file', () => {
  for (const [what, files] of [
    ['EC2', file('', ec2)],
    ['Docker', file('docker', docker)],
    ['Google Cloud', file('gcp', gcp)],
  ] as const)
    it(`is the same when it is read again, also when the order of keys was lost (${what})`, () => {
      fc.assert(
        fc.property(files, (content) => {
          const configuration = parseConfiguration(content);
          assert.deepEqual(parseConfiguration(fileOf(configuration)), configuration);
          assert.deepEqual(parseConfiguration(fileOf(sortKeys(configuration))), configuration);
        }),
      );
    });
});

/** As `jsonb` gives them back. */
function sortKeys<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, sortKeys(item)] as const);
  return Object.fromEntries(entries.toSorted(([a], [b]) => a.length - b.length || (a < b ? -1 : 1))) as T;
}
