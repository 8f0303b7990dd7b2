import assert from 'node:assert/strict';
import { untilUnwanted } from '../../../autoscaler/machine/watch-standing.ts';
import { ApiError, ServerUnreachableError } from '../../../sdk/api-error.ts';
import type { MachineStanding } from '../../../workflows/contracts/machine-api.ts';

const WATCHED = { watched: true, ending: false };
const ALONE = { watched: false, ending: false };
const AWAY = new ServerUnreachableError('http://127.0.0.1:9', new Error('refused'));

/** Minutes pass between the looks; answers why it ended, and after how many minutes. */
async function liveThrough({
  answers,
  running = () => 0,
}: {
  answers: (minute: number) => MachineStanding | Error;
  running?: (minute: number) => number;
}) {
  let minute = -1;
  const why = await untilUnwanted({
    async ask() {
      minute += 1;
      const answer = answers(minute);
      if (answer instanceof Error) throw answer;
      return answer;
    },
    running: () => running(minute),
    // Looks come at a quarter of the limit in real time, and a minute apart by this clock.
    maxIdleMs: 10,
    signal: new AbortController().signal,
    now: () => Math.max(minute, 0),
  });
  return { why, minute };
}

describe('untilUnwanted', () => {
  it('keeps a machine that its scaler looks after, however long it is idle, and counts from when nobody does', async () => {
    const { why, minute } = await liveThrough({ answers: (now) => (now <= 100 ? WATCHED : ALONE) });
    assert.equal(minute, 110);
    assert.match(why, /no scaler looks after it/);
  });

  it('counts the silence of the server as being alone', async () => {
    const { why, minute } = await liveThrough({ answers: (now) => (now <= 20 ? WATCHED : AWAY) });
    assert.equal(minute, 30);
    assert.match(why, /no word from the server/);
  });

  it('never ends a machine that runs a task, whoever is away', async () => {
    const { minute } = await liveThrough({ answers: () => AWAY, running: (now) => (now <= 200 ? 1 : 0) });
    assert.equal(minute, 210);
  });

  it('ends a machine at once that its scaler ends', async () => {
    const { why, minute } = await liveThrough({ answers: (now) => ({ watched: true, ending: now === 3 }), running: () => 1 });
    assert.deepEqual([why, minute], ['its scaler ends it', 3]);
  });

  it('ends a machine that the server does not know any more, and not one whose proxy is out of order', async () => {
    const refused = (status: number, code: string | number) => new ApiError({ status, code, message: 'refused' });
    const known = await liveThrough({ answers: (now) => (now === 2 ? refused(401, 'unauthorized') : WATCHED) });
    assert.deepEqual(known, { why: 'the server does not know the machine any more', minute: 2 });
    const proxy = await liveThrough({ answers: (now) => (now < 5 ? refused(404, 404) : refused(404, 'machineNotFound')) });
    assert.equal(proxy.minute, 5);
  });
});
