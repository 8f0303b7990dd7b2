import assert from 'node:assert/strict';
import { gatedSlotSupplier } from '../../../agent-worker/slots/gated-slot-supplier.ts';
import { createSlotGate } from '../../../agent-worker/slots/slot-gate.ts';

const never = new AbortController().signal;

describe('createSlotGate', () => {
  it('hands out as many slots as there are, and each back once', () => {
    const gate = createSlotGate(2);
    const [one, two] = [gate.tryTake(), gate.tryTake()];
    assert.equal(gate.tryTake(), undefined);
    one!.release();
    one!.release();
    assert.equal(gate.free, 1);
    two!.release();
    assert.equal(gate.free, 2);
  });

  it('wakes who waits when a slot is free, and not before', async () => {
    const gate = createSlotGate(1);
    const slot = gate.tryTake()!;
    let woken = false;
    const waiting = gate.whenFree(never).then(() => {
      woken = true;
    });
    await Promise.resolve();
    assert.equal(woken, false);
    slot.release();
    await waiting;
  });

  it('counts runs that came without asking', async () => {
    const gate = createSlotGate(1);
    const [one, two] = [gate.take(), gate.take()];
    one.release();
    assert.deepEqual([gate.free, gate.tryTake()], [0, undefined]);
    two.release();
    assert.equal(gate.free, 1);
  });

  it('wakes nobody once it is closed', async () => {
    const gate = createSlotGate(1);
    gate.close();
    const stop = new AbortController();
    const waiting = gate.whenFree(stop.signal);
    stop.abort(new Error('enough'));
    await assert.rejects(waiting, /enough/);
    assert.equal(gate.tryTake(), undefined);
  });
});

describe('gatedSlotSupplier', () => {
  const context = {} as never;
  const ALWAYS = { isOpen: () => true, whenOpen: async () => undefined };

  it('lets a worker poll while a slot is free, and wait while none is', async () => {
    const gate = createSlotGate(1);
    const supplier = gatedSlotSupplier({ gate, hours: ALWAYS, queueId: 'q' });
    await supplier.reserveSlot(context, never);
    const slot = gate.tryTake()!;
    assert.equal(supplier.tryReserveSlot(context), null);
    const stop = new AbortController();
    const waiting = supplier.reserveSlot(context, stop.signal);
    stop.abort();
    await assert.rejects(waiting, { name: 'AbortError' });
    slot.release();
    await supplier.reserveSlot(context, never);
  });

  it('keeps a worker from polling for a queue that is closed, and lets it poll when that opens', async () => {
    const gate = createSlotGate(1);
    let open = false;
    const opened = Promise.withResolvers<void>();
    const hours = { isOpen: () => open, whenOpen: () => (open ? Promise.resolve() : opened.promise) };
    const supplier = gatedSlotSupplier({ gate, hours, queueId: 'q' });
    assert.equal(supplier.tryReserveSlot(context), null);
    let polls = false;
    const polling = supplier.reserveSlot(context, never).then(() => {
      polls = true;
    });
    await new Promise(setImmediate);
    assert.equal(polls, false);
    open = true;
    opened.resolve();
    await polling;
    assert.deepEqual(supplier.tryReserveSlot(context), {});
  });

  it('does not let a worker poll for a queue that has closed while it waited for a slot', async () => {
    const gate = createSlotGate(1);
    const slot = gate.tryTake()!;
    let open = true;
    const waits: string[] = [];
    const reopened = Promise.withResolvers<void>();
    const whenOpen = () => {
      waits.push(open ? 'open' : 'closed');
      return open ? Promise.resolve() : reopened.promise;
    };
    const supplier = gatedSlotSupplier({ gate, hours: { isOpen: () => open, whenOpen }, queueId: 'q' });
    const polling = supplier.reserveSlot(context, never);
    open = false;
    slot.release();
    await new Promise(setImmediate);
    assert.deepEqual(waits, ['open', 'closed']);
    open = true;
    reopened.resolve();
    await polling;
  });

  it('lets every queue poll for the same free slot', async () => {
    const supplier = gatedSlotSupplier({ gate: createSlotGate(1), hours: ALWAYS, queueId: 'q' });
    await Promise.all([supplier.reserveSlot(context, never), supplier.reserveSlot(context, never)]);
  });
});
