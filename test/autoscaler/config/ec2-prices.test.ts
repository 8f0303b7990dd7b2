import assert from 'node:assert/strict';
import { gpuCount, onDemandPrice } from '../../../autoscaler/config/ec2-prices.ts';

describe('the price table of EC2', () => {
  it('knows GPU machines one by one', () => {
    assert.equal(onDemandPrice('g3s.xlarge', 'us-west-2'), 0.75);
    assert.deepEqual(['g3s.xlarge', 'g4dn.12xlarge', 'p4d.24xlarge'].map(gpuCount), [1, 4, 8]);
  });

  it('knows other machines by family and size', () => {
    const price = (type: string) => Number(onDemandPrice(type, 'us-east-1')?.toFixed(4));
    assert.deepEqual(
      ['m5.large', 'm5.24xlarge', 'c5.xlarge', 't3.nano', 't3.medium'].map(price),
      [0.096, 4.608, 0.17, 0.0052, 0.0416],
    );
    assert.equal(gpuCount('m5.large'), 0);
  });

  it('is not below what dearer regions take', () => {
    assert.ok(onDemandPrice('g4dn.xlarge', 'eu-central-1')! >= 0.658);
    assert.ok(onDemandPrice('m5.large', 'sa-east-1')! >= 0.153);
  });

  it('says that it does not know', () => {
    assert.equal(onDemandPrice('zz9.large', 'us-east-1'), null);
    assert.equal(onDemandPrice('m5.metal', 'us-east-1'), null);
    assert.equal(onDemandPrice('m5.large', 'mars-1'), null);
    assert.equal(gpuCount('zz9.large'), null);
  });
});
