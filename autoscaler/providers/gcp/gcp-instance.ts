import type { CloudMachine } from '../../../workflows/contracts/cloud-machine.ts';

/** What machines are found again by. */
export const LABEL = { scaler: 'perdura_scaler', machine: 'perdura_machine' } as const;

/** An instance as Compute Engine tells of it; the fields that are read. */
export interface GcpInstance {
  /** Its number. */
  id: string;
  name: string;
  /** Address of its zone. */
  zone: string;
  status: string;
  statusMessage?: string;
  creationTimestamp: string;
  labels?: Record<string, string>;
  scheduling?: { provisioningModel?: string };
}

/** An instance as it is asked for: fields of `instances.insert`. */
export type InstanceRequest = Record<string, unknown>;

/** One that stands still has been ended, by itself or by others; its disk is paid for until it is deleted. */
const STATES: Record<string, CloudMachine['state']> = {
  PROVISIONING: 'starting',
  STAGING: 'starting',
  RUNNING: 'running',
  REPAIRING: 'running',
  PENDING_STOP: 'ending',
  STOPPING: 'ending',
  SUSPENDING: 'ending',
  SUSPENDED: 'gone',
  STOPPED: 'gone',
  TERMINATED: 'gone',
};

export function toCloudMachine(instance: GcpInstance, preempted: ReadonlySet<string> = new Set()): CloudMachine {
  const state = stateOf(instance);
  const takenBack = preempted.has(instance.id);
  return {
    cloudId: cloudIdOf(instance.name, zoneOf(instance)),
    machine: instance.labels?.[LABEL.machine] ?? '',
    state,
    zone: zoneOf(instance),
    launchedAt: new Date(instance.creationTimestamp),
    endedBy: takenBack ? 'Compute Engine has taken the spot machine back' : (instance.statusMessage ?? null),
    interrupted: takenBack,
  };
}

export const stateOf = ({ status }: GcpInstance): CloudMachine['state'] => STATES[status] ?? 'running';

export const isSpot = ({ scheduling }: GcpInstance): boolean => scheduling?.provisioningModel === 'SPOT';

export const zoneOf = ({ zone }: GcpInstance): string => zone.split('/').at(-1)!;

/** As Google's own names of machines begin: a name is unique in its zone alone. */
export const cloudIdOf = (name: string, zone: string): string => `${name}.${zone}`;

/** Name and zone of a machine. */
export function placeOf(cloudId: string): [name: string, zone: string] {
  const at = cloudId.indexOf('.');
  return [cloudId.slice(0, at), cloudId.slice(at + 1)];
}
