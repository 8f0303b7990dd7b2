import assert from 'node:assert/strict';
import { parseFilters, serializeFilters, toTaskQuery } from '../../../ui/src/pages/tasks/task-filters.ts';

const ADDRESS = 'q=a.b&status=queued&status=failed&tags=x&tags=y&tagMode=all&archived=1&sort=name';

describe('task filters', () => {
  it('survive the way into the address and back', () => {
    const filters = parseFilters(new URLSearchParams(ADDRESS));
    assert.equal(serializeFilters(filters).toString(), ADDRESS);
  });

  it('leave no trace in the address while they are as usual', () => {
    assert.equal(serializeFilters(parseFilters(new URLSearchParams())).toString(), '');
  });

  it('search for the text as it was typed', () => {
    const query = toTaskQuery(parseFilters(new URLSearchParams('q=a.b(1)')), null, false);
    assert.equal((query._any_ as { pattern: string }).pattern, 'a\\.b\\(1\\)');
  });

  for (const [mode, expected] of [
    ['any', ['__$any', 'x', 'y']],
    ['all', ['__$all', 'x', 'y']],
    ['none', ['__$all', '__$not', 'x', '__$not', 'y']],
  ] as const) {
    it(`ask for tasks with ${mode} of the tags`, () => {
      const query = toTaskQuery(parseFilters(new URLSearchParams(`tags=x&tags=y&tagMode=${mode}`)), null, false);
      assert.deepEqual(query.tags, expected);
    });
  }

  it('leave out what pipelines and sweeps made, unless it is asked for', () => {
    const query = (hidden: boolean) => toTaskQuery(parseFilters(new URLSearchParams()), null, hidden);
    assert.deepEqual([query(false).hide_children, query(false).search_hidden], [true, undefined]);
    assert.deepEqual([query(true).hide_children, query(true).search_hidden], [undefined, true]);
  });

  it('leave archived tasks out, or show only those', () => {
    assert.deepEqual(toTaskQuery(parseFilters(new URLSearchParams()), null, false).system_tags, ['-archived']);
    assert.deepEqual(toTaskQuery(parseFilters(new URLSearchParams('archived=1')), null, false).system_tags, ['archived']);
  });
});
