import assert from 'node:assert/strict';
import { filterMachines, machineName, sortMachines } from '../../../../ui/src/domain/scalers/machine-rows.ts';
import type { MachineView } from '../../../../workflows/contracts/autoscaler-api.ts';

const at = (second: number): string => new Date(1_800_000_000_000 + second * 1000).toISOString();

const machine = (id: string, part: Partial<MachineView> = {}): MachineView => ({
  id,
  worker: null,
  queue: 'gpu',
  resource: 'r2',
  instanceType: 'g4dn.xlarge',
  spot: false,
  zone: null,
  cloudId: null,
  state: 'idle',
  since: at(0),
  task: null,
  tasks: 0,
  created: at(0),
  launched: null,
  joined: null,
  ended: null,
  interrupted: false,
  hours: 1,
  cost: 1,
  why: 'waiting: 2 tasks in gpu',
  endReason: null,
  endWhy: null,
  error: null,
  hasConsole: false,
  ...part,
});

const machines = [
  machine('old', { state: 'ended', ended: at(5), cost: null, endWhy: 'it had no task for 10 min' }),
  machine('busy', { state: 'busy', created: at(10), cost: 3, task: { id: 't1', name: 'train resnet' } }),
  machine('new', { state: 'starting', created: at(20), resource: 'r10', cloudId: 'i-0abc' }),
];

const ids = (list: MachineView[]): string[] => list.map(({ id }) => id);

describe('the rows of machines', () => {
  it('are found by ids, task, resource and reasons, whatever the case', () => {
    const find = (text: string) => ids(filterMachines(machines, { text, states: [] }));
    assert.deepEqual(find('RESNET'), ['busy']);
    assert.deepEqual(find('i-0ab'), ['new']);
    assert.deepEqual(find('no task for'), ['old']);
    assert.deepEqual(find(''), ['old', 'busy', 'new']);
  });

  it('are found by their states', () => {
    assert.deepEqual(ids(filterMachines(machines, { text: '', states: ['busy', 'starting'] })), ['busy', 'new']);
  });

  it('are sorted by state in the order of the bar, names by number, costs with the unknown as the least', () => {
    assert.deepEqual(ids(sortMachines(machines, { key: 'state', descending: false })), ['busy', 'new', 'old']);
    assert.deepEqual(ids(sortMachines(machines, { key: 'resource', descending: false })), ['busy', 'old', 'new']);
    assert.deepEqual(ids(sortMachines(machines, { key: 'cost', descending: true })), ['busy', 'new', 'old']);
  });

  it('have the age at which they ended, or which they have now', () => {
    const ended = machine('ended', { created: at(0), ended: at(1000) });
    const short = machine('short', { created: at(500), ended: at(600) });
    const now = machine('now', { created: new Date(Date.now() - 300_000).toISOString() });
    assert.deepEqual(ids(sortMachines([ended, now, short], { key: 'age', descending: false })), ['short', 'now', 'ended']);
  });

  it('are called as their cloud calls them: a container by twelve digits, one of Google without its zone, one that is not launched by eight of ours', () => {
    const id = '0123456789abcdef0123456789abcdef';
    assert.equal(machineName({ id, cloudId: 'i-0b1c2d3e4f5a6b70' }), 'i-0b1c2d3e4f5a6b70');
    assert.equal(machineName({ id, cloudId: 'ab'.repeat(32) }), 'abababababab');
    assert.equal(machineName({ id, cloudId: 'perdura-0123456789abcdef.us-central1-a' }), 'perdura-0123456789abcdef');
    assert.equal(machineName({ id, cloudId: null }), '01234567');
  });
});
