import assert from 'node:assert/strict';
import { createClaims } from '../../../agent-worker/slots/claims.ts';
import { createQueueOrder } from '../../../agent-worker/slots/queue-order.ts';
import { createSlotGate, type Slot } from '../../../agent-worker/slots/slot-gate.ts';
import type { ClaimResponse } from '../../../workflows/contracts/agent-api.ts';

function setUp({
  slots = 1,
  fair = false,
  work = {} as Record<string, number>,
  unfit = [] as string[],
  closed = [] as string[],
} = {}) {
  const gate = createSlotGate(slots);
  const asked: string[][] = [];
  const held: { queue: string; slot: Slot }[] = [];
  const claim = async (queues: string[]): Promise<ClaimResponse> => {
    asked.push(queues);
    const queue = queues.find((name) => (work[name] ?? 0) > 0);
    if (!queue) return { claim: null, unfit };
    work[queue]!--;
    return { claim: { run: { taskId: queue, attempt: 1 }, queue }, unfit: [] };
  };
  const hold = ({ taskId }: { taskId: string }, slot: Slot) => void held.push({ queue: taskId, slot });
  const isOpen = (queue: string) => !closed.includes(queue);
  const claims = createClaims({ gate, order: createQueueOrder(['a', 'b', 'c'], { fair }), isOpen, claim, hold });
  return { gate, asked, held, take: claims.takeTicket, takeNext: claims.takeNext };
}

describe('createClaims', () => {
  it('claims a run and keeps its slot', async () => {
    const { gate, held, take } = setUp({ work: { b: 1 } });
    assert.equal(await take('b'), 'claimed');
    assert.deepEqual([held[0]?.queue, gate.free], ['b', 0]);
  });

  it('says when its claim found a task in another queue than the ticket came from', async () => {
    const { take } = setUp({ work: { a: 1 } });
    assert.equal(await take('c'), 'claimedElsewhere');
  });

  it('gives the slot back when there is nothing to claim', async () => {
    const { gate, take } = setUp();
    assert.equal(await take('a'), 'empty');
    assert.equal(gate.free, 1);
  });

  it('says when what waits in the queue of the ticket is not for it', async () => {
    const { take } = setUp({ unfit: ['a'] });
    assert.deepEqual([await take('a'), await take('b')], ['unfit', 'empty']);
  });

  it('declines without a slot, and does not bother the server', async () => {
    const { asked, take } = setUp({ work: { a: 2 } });
    assert.deepEqual(await Promise.all([take('a'), take('a')]), ['claimed', 'declined']);
    assert.equal(asked.length, 1);
  });

  it('lets the second ticket have what the first did not need', async () => {
    const { take } = setUp();
    assert.deepEqual(await Promise.all([take('a'), take('a')]), ['empty', 'empty']);
  });

  it('keeps to the order of its queues', async () => {
    const { held, take } = setUp({ slots: 4, work: { a: 1, b: 1, c: 2 } });
    for (let ticket = 0; ticket < 4; ticket++) await take('a');
    assert.equal(held.map(({ queue }) => queue).join(''), 'abcc');
  });

  it('serves its queues in turn when it is to be fair', async () => {
    const { held, take } = setUp({ slots: 6, fair: true, work: { a: 3, b: 2, c: 1 } });
    for (let ticket = 0; ticket < 6; ticket++) await take('a');
    assert.equal(held.map(({ queue }) => queue).join(''), 'abcaba');
  });

  it('gives the slot back and fails when the server is away', async () => {
    const gate = createSlotGate(1);
    const claim = () => Promise.reject(new Error('away'));
    const claims = createClaims({
      ...{ gate, claim, order: createQueueOrder(['a'], { fair: false }), isOpen: () => true },
      hold: assert.fail,
    });
    await assert.rejects(claims.takeTicket('a'), /away/);
    assert.equal(gate.free, 1);
    await claims.takeNext();
    assert.equal(gate.free, 1);
  });

  it('takes the next run in the place of one that ends, before any ticket is let in', async () => {
    const { gate, held, take, takeNext } = setUp({ work: { a: 2 } });
    await take('a');
    let offered = false;
    void gate.whenFree(new AbortController().signal).then(() => {
      offered = true;
    });
    const next = takeNext();
    held[0]!.slot.release();
    await next;
    assert.deepEqual([held.length, gate.free, offered], [2, 0, false]);
  });

  it('lets tickets in when nothing is left to take next', async () => {
    const { gate, held, take, takeNext } = setUp({ work: { a: 1 } });
    await take('a');
    const next = takeNext();
    held[0]!.slot.release();
    await Promise.all([next, gate.whenFree(new AbortController().signal)]);
    assert.equal(gate.free, 1);
  });

  it('looks only into the queues that are open', async () => {
    const { asked, held, take } = setUp({ slots: 2, work: { a: 1, b: 1, c: 1 }, closed: ['a'] });
    assert.deepEqual([await take('b'), await take('c')], ['claimed', 'claimed']);
    assert.deepEqual(asked, [
      ['b', 'c'],
      ['b', 'c'],
    ]);
    assert.equal(held.map(({ queue }) => queue).join(''), 'bc');
  });

  it('declines while every queue is closed, without a claim and without a slot, also when a run ends', async () => {
    const closed: string[] = [];
    const { gate, asked, held, take, takeNext } = setUp({ work: { a: 3 }, closed });
    await take('a');
    closed.push('a', 'b', 'c');
    const next = takeNext();
    held[0]!.slot.release();
    await next;
    assert.equal(await take('a'), 'declined');
    assert.deepEqual([asked.length, held.length, gate.free], [1, 1, 1]);
  });

  it('takes nothing for an agent that is about to stop', async () => {
    const { gate, asked, held, take, takeNext } = setUp({ work: { a: 2 } });
    await take('a');
    gate.close();
    const next = takeNext();
    held[0]!.slot.release();
    await next;
    assert.deepEqual([held.length, asked.length], [1, 1]);
  });
});
