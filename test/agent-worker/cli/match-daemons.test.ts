import assert from 'node:assert/strict';
import type { Daemon } from '../../../agent-worker/cli/daemon-registry.ts';
import { matchDaemons, type WantedDaemon, wantedBy } from '../../../agent-worker/cli/match-daemons.ts';
import { agentOptions } from '../support/agent-options.ts';

const NOTHING = { gpus: null, workerId: null, services: null, hours: null };

const daemon = (worker: string, change: Partial<Daemon> = {}): Daemon => ({
  process: { pid: 1, startTime: '1' },
  apiUrl: 'http://one',
  queues: ['q'],
  ...NOTHING,
  worker,
  logFile: null,
  ...change,
});

const match = (daemons: Daemon[], { workers = [], ...wanted }: Partial<WantedDaemon> & { workers?: string[] }) =>
  matchDaemons(daemons, { apiUrl: 'http://one', queues: [], ...NOTHING, ...wanted }, workers).map(({ worker }) => worker);

describe('matchDaemons', () => {
  const pair = [daemon('host:gpu0', { gpus: '0' }), daemon('host:gpu1', { gpus: '1' })];

  it('finds the one that was started with the same options', () => {
    assert.deepEqual(match(pair, { queues: ['q'], gpus: '0' }), ['host:gpu0']);
    assert.deepEqual(match([daemon('a', { queues: ['x'] }), daemon('b', { queues: ['y', 'z'] })], { queues: ['y', 'z'] }), ['b']);
  });

  it('finds the only one without any options', () => {
    assert.deepEqual(match([daemon('a')], {}), ['a']);
    assert.deepEqual(match([daemon('a'), daemon('b', { apiUrl: 'http://two' })], {}), ['a']);
  });

  it('prefers the one that was started exactly so', () => {
    assert.deepEqual(match([...pair, daemon('host:0')], { queues: ['q'] }), ['host:0']);
  });

  it('tells agents of one queue from each other by the id, the services mode and the hours that were asked for', () => {
    const agents = [
      daemon('a', { workerId: 'a' }),
      daemon('b', { workerId: 'b' }),
      daemon('host:0', { hours: 'uptime 8-20 MON' }),
      daemon('host:1', { hours: 'downtime 8-20 MON' }),
      daemon('host:2', { services: '100' }),
    ];
    assert.deepEqual(match(agents, { queues: ['q'], workerId: 'b' }), ['b']);
    assert.deepEqual(match(agents, { queues: ['q'], hours: 'downtime 8-20 MON' }), ['host:1']);
    assert.deepEqual(match(agents, { queues: ['q'], services: '100' }), ['host:2']);
    assert.throws(() => match(agents, { queues: ['q'] }), /several agents/);
  });

  it('finds an agent of an older version, which has noted less of itself', () => {
    const { workerId: _, services: __, hours: ___, ...older } = daemon('a', { gpus: '0' });
    assert.deepEqual(match([older as Daemon, daemon('b', { gpus: '1' })], { queues: ['q'], gpus: '0' }), ['a']);
    assert.deepEqual(match([older as Daemon, daemon('b', { gpus: '0', services: '3' })], { queues: ['q'], gpus: '0' }), ['a']);
  });

  it('finds those that are named', () => {
    assert.deepEqual(match(pair, { workers: ['host:gpu1', 'host:gpu0'] }), ['host:gpu1', 'host:gpu0']);
    assert.throws(
      () => match(pair, { workers: ['host:gpu7'] }),
      /no agent on this machine has the worker id "host:gpu7"\n {2}host:gpu0: queues q, gpus 0/,
    );
  });

  it('says so when none or several fit', () => {
    assert.throws(() => match([], {}), /no agent on this machine was started with these options$/);
    assert.throws(
      () => match(pair, { queues: ['q'] }),
      /several agents were started with these options[\s\S]*host:gpu0[\s\S]*host:gpu1/,
    );
  });
});

describe('wantedBy', () => {
  const command = { queue: ['q'], childReportTags: [], logLevel: 'INFO' };

  it('is what the command line says, and null for what it does not', () => {
    assert.deepEqual(wantedBy(command, agentOptions()), { apiUrl: 'http://127.0.0.1:1', queues: ['q'], ...NOTHING });
    const flags = { cpuOnly: true, workerId: 'w', servicesMode: 3, uptime: ['8-20 MON', '8 TUE'] };
    assert.deepEqual(wantedBy({ ...command, ...flags }, agentOptions({ flags })), {
      ...{ apiUrl: 'http://127.0.0.1:1', queues: ['q'], gpus: 'none', workerId: 'w', services: '3' },
      hours: 'uptime 8-20 MON, 8 TUE',
    });
  });

  it('takes the worker id of the environment, and leaves hours of the file to all agents alike', () => {
    const options = agentOptions({ env: { CLEARML_WORKER_ID: 'e' }, conf: { agent: { uptime: ['8-20 MON'] } } });
    const { workerId, hours } = wantedBy(command, options);
    assert.deepEqual([workerId, hours], ['e', null]);
  });
});
