import assert from 'node:assert/strict';
import { EC2ServiceException } from '@aws-sdk/client-ec2';
import { explain, kindOf } from '../../../../autoscaler/providers/ec2/refusals.ts';
import { CloudRefusal } from '../../../../autoscaler/providers/provider.ts';

const said = (name: string, message = 'words', httpStatusCode = 400) =>
  new EC2ServiceException({ name, message, $fault: 'client', $metadata: { httpStatusCode } });

describe('what EC2 refuses', () => {
  const CASES: [string, string[]][] = [
    ['capacity', ['InsufficientInstanceCapacity', 'InsufficientFreeAddressesInSubnet', 'SpotMaxPriceTooLow', 'Unsupported']],
    ['quota', ['InstanceLimitExceeded', 'VcpuLimitExceeded', 'MaxSpotInstanceCountExceeded', 'VolumeLimitExceeded']],
    ['throttled', ['RequestLimitExceeded', 'Throttling', 'ThrottlingException']],
    ['credentials', ['UnauthorizedOperation', 'AuthFailure', 'InvalidClientTokenId', 'SignatureDoesNotMatch', 'OptInRequired']],
    ['invalid', ['InvalidAMIID.NotFound', 'InvalidParameterValue', 'InvalidSubnetID.NotFound', 'MissingParameter']],
  ];
  for (const [kind, codes] of CASES)
    it(`is ${kind}: ${codes.join(', ')}`, () => {
      assert.deepEqual(
        codes.map((code) => kindOf(said(code))),
        codes.map(() => kind),
      );
    });

  it('is a lack of capacity although EC2 calls that a fault of its own', () => {
    assert.equal(kindOf(said('InsufficientInstanceCapacity', '', 500)), 'capacity');
  });

  it('is not a fault upon which nobody knows what happened', () => {
    assert.equal(kindOf(said('InternalError', '', 500)), null);
    assert.equal(kindOf(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })), null);
  });

  it('is a request that cannot be written at all', () => {
    assert.equal(kindOf(new TypeError('tags.map is not a function')), 'invalid');
  });

  it("is told in EC2's words", () => {
    const refusal = explain(said('InstanceLimitExceeded', 'You have requested more instances (4) than allowed'), []);
    assert.ok(refusal instanceof CloudRefusal);
    assert.equal(refusal.message, 'InstanceLimitExceeded: You have requested more instances (4) than allowed');
  });

  it('never repeats a secret, in whatever form', () => {
    const refusal = explain(said('InvalidUserData', `token t0ken/x, ${btoa('t0ken/x')}, key s3cret`), ['t0ken/x', 's3cret', '']);
    assert.equal(refusal.message, 'InvalidUserData: token ***, ***, key ***');
    assert.equal(refusal.cause, undefined);
  });

  it('names the setting when no region is known', () => {
    assert.match(explain(new Error('Region is missing'), []).message, /cloud_credentials_region, or AWS_REGION/);
  });
});
