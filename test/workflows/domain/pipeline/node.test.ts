import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compactNode, fullNode } from '../../../../workflows/domain/pipeline/node.ts';
import { arbitraryWorld, play } from '../../../support/pipeline-simulation.ts';

describe('a compact node', () => {
  it('becomes the node again that it was made from, after JSON too', () => {
    fc.assert(
      fc.property(arbitraryWorld, (world) => {
        for (const node of play(world).nodes.values())
          assert.deepEqual(fullNode(JSON.parse(JSON.stringify(compactNode(node)))), JSON.parse(JSON.stringify(node)));
      }),
      { numRuns: 50 },
    );
  });

  it('is small: two thousand of them fit into a message', () => {
    fc.assert(
      fc.property(arbitraryWorld, (world) => {
        for (const node of play(world).nodes.values()) assert.ok(JSON.stringify(compactNode(node)).length < 600);
      }),
      { numRuns: 50 },
    );
  });
});
