import assert from 'node:assert/strict';
import { projectTree, withDescendants } from '../../../ui/src/domain/project-tree.ts';

const projects = ['b', 'a/x/deep', 'a', 'ab', 'a/x'].map((name) => ({ id: `id of ${name}`, name }));

describe('the tree of projects', () => {
  it('puts each project below its closest listed parent', () => {
    const [a, ab, b] = projectTree(projects);
    assert.deepEqual([a?.path, ab?.path, b?.path], ['a', 'ab', 'b']);
    assert.equal(a?.children[0]?.label, 'x');
    assert.equal(a?.children[0]?.children[0]?.label, 'deep');
  });

  it('knows what is below a project, and that a common beginning is not a parent', () => {
    assert.deepEqual(withDescendants(projects, 'id of a').sort(), ['id of a', 'id of a/x', 'id of a/x/deep']);
  });
});
