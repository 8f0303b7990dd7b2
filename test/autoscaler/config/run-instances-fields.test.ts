import assert from 'node:assert/strict';
import { RunInstancesRequest$ } from '@aws-sdk/client-ec2';
import { RUN_INSTANCES_FIELDS } from '../../../autoscaler/config/run-instances-fields.ts';

/** The scaler says these itself; a machine that cannot be ended, or only stops, would never be gone. */
const OURS = [
  ...['ClientToken', 'DisableApiStop', 'DisableApiTermination', 'DryRun', 'InstanceInitiatedShutdownBehavior'],
  ...['MaxCount', 'MinCount', 'UserData'],
];

describe('the fields that a resource may add to a request for a machine of EC2', () => {
  it('are those that AWS knows, but for our own', () => {
    const [, , , , known] = RunInstancesRequest$;
    assert.deepEqual([...RUN_INSTANCES_FIELDS, ...OURS].toSorted(), known.toSorted());
  });
});
