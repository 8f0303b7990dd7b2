import type { MachineView } from '../../../../workflows/contracts/autoscaler-api.ts';
import { MACHINE_STATES } from './scaler-looks.ts';

export interface MachineSort {
  /** `state`, `queue`, `resource`, `age`, `cost`. */
  key: string;
  descending: boolean;
}

export interface MachineFilter {
  text: string;
  states: MachineView['state'][];
}

export function filterMachines(machines: MachineView[], { text, states }: MachineFilter): MachineView[] {
  const wanted = text.trim().toLowerCase();
  return machines.filter(
    (machine) =>
      (states.length === 0 || states.includes(machine.state)) && (wanted === '' || searchText(machine).includes(wanted)),
  );
}

const searchText = ({
  id,
  cloudId,
  worker,
  queue,
  resource,
  instanceType,
  zone,
  task,
  why,
  endWhy,
  error,
}: MachineView): string =>
  [id, cloudId, worker, queue, resource, instanceType, zone, task?.name, task?.id, why, endWhy, error]
    .filter(Boolean)
    .join(' ')
    .toLowerCase();

/** Sorts a copy; equal ones, the newest first. */
export function sortMachines(machines: MachineView[], { key, descending }: MachineSort): MachineView[] {
  const read = READERS[key] ?? READERS.age!;
  const sign = descending ? -1 : 1;
  return [...machines].sort((a, b) => compare(read(a), read(b)) * sign || Date.parse(b.created) - Date.parse(a.created));
}

const READERS: Record<string, (machine: MachineView) => string | number> = {
  state: ({ state }) => MACHINE_STATES.indexOf(state),
  queue: ({ queue }) => queue,
  resource: ({ resource }) => resource,
  age: ageMs,
  cost: ({ cost }) => cost ?? -1,
};

const compare = (a: string | number, b: string | number): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), undefined, { numeric: true });

/** From the moment when it was asked for until it was gone. */
function ageMs({ created, ended }: MachineView): number {
  return (ended === null ? Date.now() : Date.parse(ended)) - Date.parse(created);
}

/** What a machine is called: by the cloud, once that knows it. */
export const machineName = ({ cloudId, id }: Pick<MachineView, 'cloudId' | 'id'>): string =>
  shortCloudId(cloudId) ?? id.slice(0, 8);

const HEX_ID = /^[0-9a-f]{32,}$/;

/** A container's id is 64 digits, of which twelve are enough; a machine of Google's has its zone behind its name. */
function shortCloudId(cloudId: string | null): string | null {
  if (cloudId === null) return null;
  return HEX_ID.test(cloudId) ? cloudId.slice(0, 12) : cloudId.split('.')[0]!;
}

export const isEndable = ({ state }: Pick<MachineView, 'state'>): boolean => state !== 'ended' && state !== 'ending';
