import assert from 'node:assert/strict';
import fc from 'fast-check';
import { layoutSteps, type Placed } from '../../../../ui/src/domain/pipelines/layout.ts';
import { stepEdges } from '../../../../ui/src/domain/pipelines/step-edges.ts';
import { foldedKeys, stepTree } from '../../../../ui/src/domain/pipelines/step-tree.ts';
import type { NodeView } from '../../../../workflows/contracts/pipeline-api.ts';
import { instance, node } from './nodes.ts';

function placedOf(nodes: NodeView[], toggled: string[] = []) {
  const tree = stepTree(nodes);
  const folded = foldedKeys(tree, new Set(toggled));
  const edges = stepEdges(tree, folded);
  return { ...layoutSteps(tree, edges, folded), edges };
}

/** Boxes that lie in the same frame and cover each other. */
function collisions(placed: Placed[]): string[] {
  return placed.flatMap((one, index) =>
    placed
      .slice(index + 1)
      .filter(
        (other) =>
          other.parent === one.parent &&
          one.x < other.x + other.width &&
          other.x < one.x + one.width &&
          one.y < other.y + other.height &&
          other.y < one.y + one.height,
      )
      .map((other) => `${one.item.key} over ${other.item.key}`),
  );
}

const inside = (placed: Placed[]): boolean => {
  const byKey = new Map(placed.map((one) => [one.item.key, one]));
  return placed.every(({ parent, x, y, width, height }) => {
    const frame = parent === null ? null : byKey.get(parent)!;
    return !frame || (x >= 0 && y >= 0 && x + width <= frame.width + 0.5 && y + height <= frame.height + 0.5);
  });
};

describe('the layout of a graph of steps', () => {
  it('puts children below their parents', () => {
    const { placed } = placedOf([node('a'), node('b', ['a']), node('c', ['a']), node('d', ['b', 'c'])]);
    const y = (key: string) => placed.find(({ item }) => item.key === key)!.y;
    assert.ok(y('a') < y('b') && y('b') === y('c') && y('c') < y('d'));
  });

  it('draws a stage as a frame around its steps, and one box when it is folded', () => {
    const nodes = [node('a'), node('b', ['a'], { stage: 's' }), node('c', ['b'], { stage: 's' }), node('d', ['c'])];
    const open = placedOf(nodes);
    assert.deepEqual(
      open.placed.map(({ item, parent }) => [item.key, parent]),
      [
        ['a', null],
        ['stage:s', null],
        ['b', 'stage:s'],
        ['c', 'stage:s'],
        ['d', null],
      ],
    );
    const folded = placedOf(nodes, ['stage:s']);
    assert.deepEqual(
      folded.edges.map(({ from, to }) => `${from} -> ${to}`),
      ['a -> stage:s', 'stage:s -> d'],
    );
  });

  it('leads to a mapped step once, whether its instances are shown or not', () => {
    const parents = ['a'];
    const instances = [0, 1, 2].map((index) => instance('map', `map[${index}]`, { parents }));
    const nodes = [node('a'), node('map', parents), ...instances, node('z', ['map'])];
    for (const toggled of [[], ['map']])
      assert.deepEqual(
        placedOf(nodes, toggled).edges.map(({ from, to }) => `${from} -> ${to}`),
        ['a -> map', 'map -> z'],
      );
  });

  it('chains the instances of a repeated step', () => {
    const nodes = [node('loop'), ...['loop#1', 'loop#2', 'loop#3'].map((name) => instance('loop', name))];
    assert.deepEqual(
      placedOf(nodes).edges.map(({ from, to }) => `${from} -> ${to}`),
      ['loop#1 -> loop#2', 'loop#2 -> loop#3'],
    );
  });

  it('folds many instances until somebody opens them', () => {
    const nodes = [node('map'), ...Array.from({ length: 40 }, (_, index) => instance('map', `map[${index}]`))];
    assert.equal(placedOf(nodes).placed.length, 1);
    assert.equal(placedOf(nodes, ['map']).placed.length, 41);
  });

  it('sets many alike steps in rows', () => {
    const wide = Array.from({ length: 100 }, (_, index) => node(`w${index}`, ['a']));
    const { placed } = placedOf([
      node('a'),
      ...wide,
      node(
        'z',
        wide.map(({ name }) => name),
      ),
    ]);
    assert.ok(Math.max(...placed.map(({ x }) => x)) < 3000);
    assert.deepEqual(collisions(placed), []);
  });

  it('leads an edge over several ranks around what stands between', () => {
    const { placed, routes } = placedOf([node('a'), node('b', ['a']), node('c', ['b']), node('d', ['a', 'c'])]);
    const between = placed.filter(({ item }) => item.key === 'b' || item.key === 'c');
    const points = routes.get('a\nd')!;
    assert.equal(points.length, 4);
    for (const point of points) assert.ok(between.every(({ x, width }) => point.x < x || point.x > x + width));
    assert.equal(routes.has('a\nb'), false);
  });

  it('never covers one step by another and keeps frames around what they hold, whatever the graph', () => {
    const graph = fc.array(
      fc.record({
        parents: fc.array(fc.nat(30), { maxLength: 3 }),
        stage: fc.constantFrom(null, null, 's', 't'),
        instances: fc.constantFrom(0, 0, 0, 2, 12),
      }),
      { minLength: 1, maxLength: 24 },
    );
    fc.assert(
      fc.property(graph, fc.boolean(), (steps, open) => {
        const nodes = steps.flatMap(({ parents, stage, instances }, index) => {
          const names = [...new Set(parents.filter((parent) => parent < index))].map((parent) => `n${parent}`);
          const own = Array.from({ length: instances }, (_, i) => instance(`n${index}`, `n${index}[${i}]`, { parents: names }));
          return [node(`n${index}`, names, { stage }), ...own];
        });
        const { placed } = placedOf(nodes, open ? steps.map((_, index) => `n${index}`) : []);
        assert.deepEqual(collisions(placed), []);
        assert.ok(inside(placed));
      }),
      { numRuns: 150, seed: 7 },
    );
  });
});
