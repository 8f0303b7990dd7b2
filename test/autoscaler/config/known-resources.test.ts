import assert from 'node:assert/strict';
import { knownResources } from '../../../autoscaler/config/known-resources.ts';
import { parseConfiguration } from '../../../autoscaler/config/parse.ts';
import { compilePolicy } from '../../../autoscaler/config/policy.ts';
import { clearmlFile, dockerFile, gcpFile } from './files.ts';

const known = (file: object, env: NodeJS.ProcessEnv = {}) => knownResources(parseConfiguration(file), env);

describe("what is known of a configuration's resources", () => {
  it('is the price of EC2 in the region of the configuration, or else of the environment', () => {
    const type = { instance_type: 'g4dn.xlarge' };
    assert.deepEqual(known(clearmlFile({}, type)), { prices: { aws4gpu: 0.526 }, gpus: { aws4gpu: 1 } });
    const elsewhere = clearmlFile({ hyper_params: { cloud_credentials_region: '' } }, type);
    assert.deepEqual(known(elsewhere).prices, { aws4gpu: null });
    assert.deepEqual(known(elsewhere, { AWS_REGION: 'us-east-1' }).prices, { aws4gpu: 0.526 });
    assert.deepEqual(known(clearmlFile()).prices, { aws4gpu: 0.75 });
    assert.deepEqual(known(clearmlFile({}, { instance_type: 'zz9.large' })).prices, { aws4gpu: null });
  });

  it('speaks after the price that the configuration names', () => {
    for (const [file, name] of [
      [clearmlFile({}, { hourly_price: 0.2 }), 'aws4gpu'],
      [gcpFile({}, { hourly_price: 0.2 }), 'gcp4gpu'],
    ] as const) {
      const policy = compilePolicy(parseConfiguration(file), { ...known(file), now: new Date(0) });
      assert.equal(policy.resources[name]!.hourlyPrice, 0.2);
    }
  });

  it('is that containers cost nothing, and have the GPUs that they are given', () => {
    assert.deepEqual(known(dockerFile({}, { gpus: 2 })), { prices: { local: 0 }, gpus: { local: 2 } });
  });

  it('is no price of Google, and the GPUs that a machine comes with and is given', () => {
    assert.deepEqual(known(gcpFile({}, { machine_type: 'a2-highgpu-8g' })), { prices: { gcp4gpu: null }, gpus: { gcp4gpu: 8 } });
    assert.deepEqual(known(gcpFile({}, { gpu_type: 'nvidia-tesla-t4', gpu_count: 4 })).gpus, { gcp4gpu: 4 });
  });
});
