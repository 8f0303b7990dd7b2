import assert from 'node:assert/strict';
import type { Daemon } from '../../../agent-worker/cli/daemon-registry.ts';
import { matchDaemons, type StopArguments } from '../../../agent-worker/cli/match-daemons.ts';

const daemon = (worker: string, change: Partial<Daemon> = {}): Daemon => ({
  process: { pid: 1, startTime: '1' },
  apiUrl: 'http://one',
  queues: ['q'],
  gpus: null,
  worker,
  logFile: null,
  ...change,
});

const match = (daemons: Daemon[], wanted: Partial<StopArguments>) =>
  matchDaemons(daemons, { apiUrl: 'http://one', queues: [], gpus: null, workers: [], ...wanted }).map(({ worker }) => worker);

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
