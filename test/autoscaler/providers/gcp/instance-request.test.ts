import assert from 'node:assert/strict';
import { firstBootScript } from '../../../../autoscaler/providers/first-boot.ts';
import { instanceRequest } from '../../../../autoscaler/providers/gcp/instance-request.ts';
import { gcpRequest } from '../../../support/cloud/gcp-resource.ts';

describe('the request for a machine of Google Cloud', () => {
  it('says what the configuration says', () => {
    assert.deepEqual(instanceRequest(gcpRequest(), 'us-central1-a'), {
      name: 'perdura-m-1',
      description: 'dynamic_worker-gcp-gcp4gpu',
      machineType: 'zones/us-central1-a/machineTypes/n1-standard-8',
      guestAccelerators: [{ acceleratorType: 'zones/us-central1-a/acceleratorTypes/nvidia-tesla-t4', acceleratorCount: 2 }],
      disks: [
        {
          boot: true,
          autoDelete: true,
          initializeParams: {
            sourceImage: 'projects/debian-cloud/global/images/family/debian-12',
            diskSizeGb: '100',
            diskType: 'zones/us-central1-a/diskTypes/pd-ssd',
          },
        },
      ],
      networkInterfaces: [{ accessConfigs: [{ type: 'ONE_TO_ONE_NAT', name: 'External NAT' }] }],
      scheduling: { automaticRestart: false, onHostMaintenance: 'TERMINATE' },
      serviceAccounts: [],
      labels: { perdura_scaler: 's-1', perdura_machine: 'm-1' },
      metadata: { items: [{ key: 'startup-script', value: firstBootScript(gcpRequest(), 'gcp') }] },
      deletionProtection: false,
    });
  });

  it('is for a spot machine that Google deletes when it takes it back', () => {
    assert.deepEqual(instanceRequest(gcpRequest({ is_spot: true }), 'us-central1-a').scheduling, {
      automaticRestart: false,
      onHostMaintenance: 'TERMINATE',
      provisioningModel: 'SPOT',
      instanceTerminationAction: 'DELETE',
    });
  });

  it('lets a machine without GPUs move to another host', () => {
    const { scheduling, guestAccelerators } = instanceRequest(gcpRequest({ gpu_type: null, gpus: 0 }), 'us-central1-a');
    assert.deepEqual([scheduling, guestAccelerators], [{ automaticRestart: false, onHostMaintenance: 'MIGRATE' }, undefined]);
  });

  it('names networks by their name or by their path, in the region of the zone', () => {
    const interfaces = (fields: object) =>
      instanceRequest(gcpRequest({ no_address: true, ...fields }), 'europe-west4-b').networkInterfaces;
    assert.deepEqual(interfaces({ network: 'lab', subnetwork: 'gpus' }), [
      { network: 'global/networks/lab', subnetwork: 'regions/europe-west4/subnetworks/gpus' },
    ]);
    const shared = 'projects/host/regions/europe-west4/subnetworks/gpus';
    assert.deepEqual(interfaces({ subnetwork: shared }), [{ subnetwork: shared }]);
  });

  it('has labels on the machine and on its disk, tags, and the account of the machine', () => {
    const request = instanceRequest(
      gcpRequest({ labels: { team: 'vision' }, network_tags: ['egress'], service_account: 'gpu@p.iam.gserviceaccount.com' }),
      'us-central1-a',
    );
    assert.deepEqual(request.labels, { team: 'vision', perdura_scaler: 's-1', perdura_machine: 'm-1' });
    assert.deepEqual((request.disks as { initializeParams: { labels: object } }[])[0]!.initializeParams.labels, {
      team: 'vision',
    });
    assert.deepEqual(request.tags, { items: ['egress'] });
    assert.deepEqual(request.serviceAccounts, [
      { email: 'gpu@p.iam.gserviceaccount.com', scopes: ['https://www.googleapis.com/auth/cloud-platform'] },
    ]);
  });

  it('takes further fields, which never stand in place of what makes it a machine of its scaler', () => {
    const { scheduling, metadata, labels, minCpuPlatform } = instanceRequest(
      gcpRequest({
        extra_configurations: {
          minCpuPlatform: 'Intel Skylake',
          scheduling: { maxRunDuration: { seconds: '86400' } },
          labels: { perdura_machine: 'another', cost: 'lab' },
          metadata: {
            items: [
              { key: 'startup-script', value: 'true' },
              { key: 'install-nvidia-driver', value: 'True' },
            ],
          },
        },
      }),
      'us-central1-a',
    );
    assert.equal(minCpuPlatform, 'Intel Skylake');
    assert.deepEqual(scheduling, {
      automaticRestart: false,
      onHostMaintenance: 'TERMINATE',
      maxRunDuration: { seconds: '86400' },
    });
    assert.deepEqual(labels, { cost: 'lab', perdura_scaler: 's-1', perdura_machine: 'm-1' });
    assert.deepEqual(metadata, {
      items: [
        { key: 'install-nvidia-driver', value: 'True' },
        { key: 'startup-script', value: firstBootScript(gcpRequest(), 'gcp') },
      ],
    });
  });
});
