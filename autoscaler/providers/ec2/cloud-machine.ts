import type { Instance } from '@aws-sdk/client-ec2';
import type { CloudMachine } from '../../../workflows/contracts/cloud-machine.ts';
import { TAG } from './run-instances-request.ts';

/** A stopped machine still has its disk and its place in the limits, so it is not gone: it is silent, and ended for that. */
const STATES: Record<string, CloudMachine['state']> = {
  pending: 'starting',
  running: 'running',
  stopping: 'running',
  stopped: 'running',
  'shutting-down': 'ending',
  terminated: 'gone',
};

/** Somebody asked for the end, or the machine powered itself off. */
const NOT_BY_THE_CLOUD = ['Client.UserInitiatedShutdown', 'Client.InstanceInitiatedShutdown'];

export function toCloudMachine(instance: Instance, takenBack: boolean): CloudMachine {
  const state = stateOf(instance);
  return {
    cloudId: instance.InstanceId!,
    machine: instance.Tags?.find(({ Key }) => Key === TAG.machine)?.Value ?? '',
    state,
    zone: instance.Placement?.AvailabilityZone ?? null,
    launchedAt: instance.LaunchTime ?? new Date(0),
    endedBy: state === 'ending' || state === 'gone' ? endedBy(instance) : null,
    interrupted: takenBack || (instance.StateReason?.Code ?? '').startsWith('Server.SpotInstance'),
  };
}

export const isLive = (instance: Instance): boolean => stateOf(instance) !== 'gone';

const stateOf = ({ State }: Instance): CloudMachine['state'] => STATES[State?.Name ?? ''] ?? 'starting';

function endedBy({ StateReason }: Instance): string | null {
  if (!StateReason?.Code || NOT_BY_THE_CLOUD.includes(StateReason.Code)) return null;
  return StateReason.Message || StateReason.Code;
}
