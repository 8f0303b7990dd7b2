import assert from 'node:assert/strict';
import { pino } from 'pino';
import { type HeartbeatInput, keepHeartbeats } from '../../../agent-worker/server/heartbeats.ts';
import { ApiError } from '../../../sdk/http-client.ts';
import type { HeartbeatRequest, HeartbeatResponse } from '../../../workflows/contracts/agent-api.ts';
import { eventually } from '../../support/eventually.ts';

const RUN = { taskId: 'task', attempt: 1 };
const refusal = (status: number) => Promise.reject(new ApiError({ status, code: 'refused', message: 'refused' }));

function setUp(answer: () => Promise<HeartbeatResponse>, renewal: () => Promise<unknown> = async () => undefined) {
  const stop = new AbortController();
  const sent: HeartbeatRequest[] = [];
  const revoked: string[] = [];
  const noted: unknown[] = [];
  const renewed: unknown[] = [];
  const input = {
    server: {
      heartbeat: (_worker: string, request: HeartbeatRequest) => {
        sent.push(request);
        return answer();
      },
    },
    registration: {
      folder: { worker: 'box:0', instance: 'i' },
      renew: (_signal: AbortSignal, options?: unknown) => {
        renewed.push(options);
        return renewal();
      },
    },
    queues: [{ id: 'q1', name: 'one' }],
    registry: { refs: () => [RUN], revoke: async ({ taskId }: typeof RUN) => void revoked.push(taskId) },
    readStats: async () => null,
    hours: { note: (overrides: unknown) => void noted.push(overrides) },
    isDraining: () => true,
    signal: stop.signal,
    log: pino({ level: 'silent' }),
  } as unknown as HeartbeatInput;
  const ended = keepHeartbeats(input);
  ended.catch(() => undefined);
  return { stop, sent, revoked, noted, ended, renewals: () => renewed.length, renewed };
}

describe('keepHeartbeats', () => {
  it('tells at once which runs the agent has, and gives up those that are not its own', async () => {
    const { stop, sent, revoked, ended } = setUp(async () => ({ revoked: [RUN] }));
    await eventually('a heartbeat', () => revoked.length > 0);
    assert.deepEqual([sent, revoked], [[{ instance: 'i', runs: [RUN], draining: true, machineStats: null }], ['task']]);
    stop.abort();
    await ended;
  });

  it('passes on what the server says of working hours, and nothing when it is an older one', async () => {
    const overrides = { forced: { value: 'off', expires: null }, forcedQueues: { q: 'on' } } as const;
    const { stop, noted, ended } = setUp(async () => ({ revoked: [], overrides }));
    await eventually('a heartbeat', () => noted.length > 0);
    assert.deepEqual(noted, [overrides]);
    stop.abort();
    await ended;
    const older = setUp(async () => ({ revoked: [] }));
    await eventually('a heartbeat', () => older.sent.length > 0);
    older.stop.abort();
    await older.ended;
    assert.deepEqual(older.noted, []);
  });

  it('ends with the queues of the same names when some were deleted, and never makes one itself', async () => {
    const queues = [{ id: 'q2', name: 'one' }];
    const { ended, renewed } = setUp(
      async () => ({ revoked: [], goneQueues: ['q1'] }),
      async () => ({ queues }),
    );
    await assert.rejects(ended, { name: 'QueuesChangedError', queues });
    assert.deepEqual(renewed, [{ createQueues: false }]);
  });

  it('goes on while there is no queue of that name', async () => {
    const { stop, ended, renewals } = setUp(
      async () => ({ revoked: [], goneQueues: ['q1'] }),
      () => refusal(400),
    );
    await eventually('a registration', () => renewals() === 1);
    stop.abort();
    await ended;
  });

  it('registers again when the server has forgotten the agent', async () => {
    const { stop, ended, renewals } = setUp(() => refusal(404));
    await eventually('a registration', () => renewals() === 1);
    stop.abort();
    await ended;
  });

  it('ends when another agent has the worker id for good', async () => {
    const { ended } = setUp(
      () => refusal(409),
      () => refusal(409),
    );
    await assert.rejects(ended, { name: 'TakenOverError' });
  });

  it('goes on when the server is away', async () => {
    const { stop, sent, ended, renewals } = setUp(() => Promise.reject(new Error('away')));
    await eventually('a heartbeat', () => sent.length > 0);
    stop.abort();
    await ended;
    assert.equal(renewals(), 0);
  });
});
