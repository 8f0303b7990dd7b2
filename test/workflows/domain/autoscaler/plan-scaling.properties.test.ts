import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ScalerPolicy } from '../../../../workflows/domain/autoscaler/policy.ts';
import { MINUTE, type ScalerStep, ScalerWorld } from '../../../support/scaler-simulation.ts';

const QUEUES = ['fast', 'slow'];
const RESOURCES = ['spot', 'big', 'cheap'];
const AT_WORK = new Set(['requested', 'stopping', 'silent', 'budget']);

const limit = (max: number) => fc.option(fc.integer({ min: 1, max }), { nil: null });
const policy: fc.Arbitrary<ScalerPolicy> = fc.record({
  queues: fc.tuple(
    ...QUEUES.map((queue) => fc.record({ queue: fc.constant(queue), resources: pairs(), warm: fc.integer({ min: 0, max: 2 }) })),
  ),
  resources: fc.record(
    Object.fromEntries(
      RESOURCES.map((name) => [
        name,
        fc.record({
          max: limit(6),
          gpus: fc.constantFrom(null, 1, 4),
          hourlyPrice: fc.double({ min: 0.1, max: 4, noNaN: true }),
        }),
      ]),
    ),
  ),
  maxMachines: limit(10),
  maxIdleMs: fc.integer({ min: 1, max: 20 }).map((minutes) => minutes * MINUTE),
  maxSpinUpMs: fc.integer({ min: 2, max: 30 }).map((minutes) => minutes * MINUTE),
  pollingMs: fc.integer({ min: 1, max: 10 }).map((minutes) => minutes * MINUTE),
  budget: fc.record({
    hoursPerDay: fc.option(fc.integer({ min: 1, max: 20 }), { nil: null }),
    costPerDay: fc.option(fc.integer({ min: 1, max: 20 }), { nil: null }),
    atLimit: fc.constantFrom('end' as const, 'drain' as const),
  }),
});

function pairs() {
  const pair = fc.record({ resource: fc.constantFrom(...RESOURCES), max: fc.integer({ min: 1, max: 5 }) });
  return fc.uniqueArray(pair, { minLength: 1, maxLength: 3, selector: ({ resource }) => resource });
}

const which = fc.nat(20);
const step: fc.Arbitrary<ScalerStep> = fc.oneof(
  fc.record({
    kind: fc.constant('enqueue' as const),
    queue: fc.constantFrom(...QUEUES),
    gpus: fc.constantFrom(0, 1, 4),
    count: fc.integer({ min: 1, max: 8 }),
  }),
  fc.record({
    kind: fc.constantFrom('finish' as const, 'finish' as const, 'interrupt' as const, 'vanish' as const, 'hang' as const),
    which,
  }),
  fc.record({
    kind: fc.constant('refuse' as const),
    resource: fc.constantFrom(...RESOURCES),
    minutes: fc.integer({ min: 1, max: 10 }),
  }),
  fc.record({
    kind: fc.constant('mode' as const),
    mode: fc.constantFrom('running' as const, 'running' as const, 'paused' as const, 'draining' as const),
  }),
  fc.record({ kind: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 40 }) }),
);
const history = fc.array(step, { minLength: 1, maxLength: 25 });

/** Every step, and after it a look. */
function run(policyUsed: ScalerPolicy, steps: ScalerStep[], check: (world: ScalerWorld) => void): ScalerWorld {
  const world = new ScalerWorld(structuredClone(policyUsed));
  for (const one of steps) {
    world.step(one);
    world.look();
    check(world);
  }
  return world;
}

const holds = (property: (policyUsed: ScalerPolicy, steps: ScalerStep[]) => void) =>
  fc.assert(fc.property(policy, history, property), { numRuns: 120, seed: 7 });

describe('planScaling, for random policies and histories', () => {
  it('never passes a maximum of a queue, of a resource or of the scaler', () => {
    holds((policyUsed, steps) => {
      run(policyUsed, steps, ({ policy, machines }) => {
        for (const { queue, resources } of policy.queues) {
          for (const { resource, max } of resources)
            assert.ok(machines.filter((one) => one.queue === queue && one.resource === resource).length <= max);
        }
        for (const [name, { max }] of Object.entries(policy.resources))
          assert.ok(machines.filter(({ resource }) => resource === name).length <= (max ?? Number.POSITIVE_INFINITY));
        assert.ok(machines.length <= (policy.maxMachines ?? Number.POSITIVE_INFINITY));
      });
    });
  });

  it('never passes a budget that ends machines, and launches nothing beyond one that drains', () => {
    holds((policyUsed, steps) => {
      run(policyUsed, steps, ({ policy: { budget }, spentToday, machines }) => {
        const { hoursPerDay, costPerDay, atLimit } = budget;
        const passed =
          spentToday.hours > (hoursPerDay ?? Number.POSITIVE_INFINITY) ||
          spentToday.cost > (costPerDay ?? Number.POSITIVE_INFINITY);
        if (passed) {
          assert.equal(atLimit, 'drain');
          assert.ok(machines.every(({ state }) => state === 'busy' || state === 'silent'));
        }
      });
    });
  });

  it('never ends a machine at its work but for a reason that says so', () => {
    holds((policyUsed, steps) => {
      const { endedAtWork } = run(policyUsed, steps, () => {});
      assert.deepEqual(
        endedAtWork.filter((reason) => !AT_WORK.has(reason)),
        [],
      );
    });
  });

  it('comes to rest: after a few looks without news the next plans nothing', () => {
    holds((policyUsed, steps) => {
      const world = run(policyUsed, steps, () => {});
      for (let look = 0; look < 3; look += 1) world.look();
      const again = world.look();
      assert.deepEqual([again.launch, again.end], [[], []]);
    });
  });

  it('ends every machine once nothing waits, no pool is kept and time passes', () => {
    holds((policyUsed, steps) => {
      const world = run(policyUsed, steps, () => {});
      world.mode = 'running';
      world.waiting = [];
      for (const queue of world.policy.queues) queue.warm = 0;
      for (let round = 0; round < 3; round += 1) {
        for (let index = 0; index < world.machines.length; index += 1) world.step({ kind: 'finish', which: index });
        world.waiting = [];
        world.step({ kind: 'wait', minutes: 45 });
      }
      assert.deepEqual(world.machines, []);
    });
  });

  it('launches nothing for a queue whose machines may take no task, and keeps none of them ready', () => {
    holds((policyUsed, steps) => {
      const world = run(policyUsed, steps, () => {});
      Object.assign(world, { mode: 'running', off: ['fast'] });
      world.waiting.push({ queue: 'fast', gpus: 0 });
      const { launch, notes } = world.look();
      assert.ok(launch.every(({ queue }) => queue !== 'fast'));
      const budgetIsUsedUp = launch.length === 0 && notes.some(({ queue }) => queue === null);
      assert.ok(budgetIsUsedUp || notes.some(({ text }) => text.includes('tag force_workers:off')));
      for (let index = 0; index < world.machines.length; index += 1) world.step({ kind: 'finish', which: index });
      world.step({ kind: 'wait', minutes: 45 });
      assert.deepEqual(
        world.machines.filter(({ queue, state }) => queue === 'fast' && state !== 'busy'),
        [],
      );
    });
  });

  it('launches for what waits wherever a resource that fits has room', () => {
    holds((policyUsed, steps) => {
      const world = new ScalerWorld({
        ...structuredClone(policyUsed),
        budget: { hoursPerDay: null, costPerDay: null, atLimit: 'end' },
      });
      for (const one of steps.filter(({ kind }) => kind === 'enqueue')) world.step(one);
      const { launch, notes } = world.look();
      const launched = launch.reduce((sum, { count }) => sum + count, 0);
      const wanted = world.waiting.length;
      assert.ok(launched >= wanted || notes.length > 0);
    });
  });
});
