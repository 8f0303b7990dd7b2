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

  it('lets a worker poll while a slot is free, and wait while none is', async () => {
    const gate = createSlotGate(1);
    const supplier = gatedSlotSupplier(gate);
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

  it('lets every queue poll for the same free slot', async () => {
    const supplier = gatedSlotSupplier(createSlotGate(1));
    await Promise.all([supplier.reserveSlot(context, never), supplier.reserveSlot(context, never)]);
  });
});
