import assert from 'node:assert/strict';
import fc from 'fast-check';
import { endOfRun } from '../../../../workflows/domain/pipeline/ends.ts';
import { allEnded, arbitraryWorld, expectedStates, play, type World } from '../../../support/pipeline-simulation.ts';

const numRuns = process.env.PERDURA_LONG ? 5000 : 400;

/** Worlds that nobody stops: what every step ends with follows from the definition alone. */
const undisturbed = arbitraryWorld.map((world): World => ({ ...world, stopAfter: null }));

describe('planPipeline, for random DAGs, outcomes and orders of events', () => {
  const holds = (arbitrary: fc.Arbitrary<World>, check: (world: World) => void) =>
    fc.assert(fc.property(arbitrary, check), { numRuns });

  it('always ends, starts each attempt once, and no step before its parents have ended', () => {
    holds(arbitraryWorld, (world) => {
      const { nodes, wrongs } = play(world);
      assert.deepEqual(wrongs, []);
      assert.ok(allEnded(nodes.values()));
    });
  });

  it('ends every step as the definition says', () => {
    holds(undisturbed, (world) => {
      const { nodes } = play(world);
      const states = Object.fromEntries(world.spec.steps.map(({ name }) => [name, nodes.get(name)?.run.state]));
      assert.deepEqual(states, expectedStates(world));
    });
  });

  it('never has more steps under way than allowed', () => {
    holds(arbitraryWorld, (world) => {
      const { peak } = play(world);
      assert.ok(peak <= (world.spec.maxParallel ?? Number.POSITIVE_INFINITY), `${peak} under way`);
    });
  });

  it('calls each hook once for an attempt', () => {
    holds(undisturbed, (world) => {
      const { calls } = play(world);
      assert.equal(new Set(calls).size, calls.length);
    });
  });

  it('starts nothing once the run is being stopped', () => {
    holds(arbitraryWorld, (world) => {
      assert.equal(play(world).startsAfterStop, 0);
    });
  });

  it('fails the run exactly when a step failed or was aborted that may not', () => {
    holds(undisturbed, (world) => {
      const { nodes } = play(world);
      const states = expectedStates(world);
      const bad = world.spec.steps.some(
        ({ name, continueOnFail, continueOnAbort }) =>
          (states[name] === 'failed' && !continueOnFail) || (states[name] === 'aborted' && !continueOnAbort),
      );
      assert.equal(endOfRun(nodes.values(), null).status, bad ? 'failed' : 'completed');
    });
  });
});
