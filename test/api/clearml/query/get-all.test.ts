import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { query, sql } from '../../../../activities/db/sql.ts';
import { startTestApi, type TestApi } from '../../../support/api-server.ts';

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** Four tasks: `query.item 0` to `query.item 3`, of which each has something of its own. */
const TAGS = [['a'], ['a', 'b'], ['b', 'c'], []];

describe('tasks.get_all', () => {
  let server: TestApi;
  let project: string;
  const ids: string[] = [];

  before(async () => {
    server = await startTestApi();
    project = (await server.call('projects.create', { name: 'get all' })).data.id;
    for (const [i, tags] of TAGS.entries()) {
      const { data } = await server.call('tasks.create', {
        name: `query.item ${i}`,
        project,
        type: i === 3 ? 'testing' : 'training',
        tags,
        comment: i === 2 ? 'Some comment' : '',
        hyperparams: { Args: { i: { value: `${i * 5}` }, 'a.b': { value: 'dotted' } } },
        parent: i === 1 ? ids[0] : undefined,
      });
      ids.push(data.id);
    }
    await server.call('tasks.edit', { task: ids[0], runtime: { _hash: 'h0', 'a.b': 1 }, execution: { model: 'm' } });
    await server.call('tasks.enqueue', { task: ids[3] });
    await addCurve(ids[0]!, 3);
    await addCurve(ids[1]!, 1);
    await addCurve(ids[2]!, 2);
  });
  after(() => server.release());

  async function addCurve(owner: string, value: number): Promise<void> {
    await query(
      server.api.db.em.fork(),
      sql`insert into series (owner, metric, variant, metric_hash, variant_hash, count, sum, value, min_value, max_value, first_value, min_iter, max_iter, first_iter)
          values (${owner}, 'obj', 'v', ${md5('obj')}, ${md5('v')}, 2, ${value * 2}, ${value}, ${value}, ${value}, ${value}, 0, 1, 0)`,
    );
  }

  async function found(request: Record<string, unknown>): Promise<number[]> {
    const { status, meta, data } = await server.call('tasks.get_all', { project: [project], ...request });
    assert.equal(status, 200, meta.result_msg);
    return data.tasks.map((task: { id: string }) => ids.indexOf(task.id));
  }

  const metric = `last_metrics.${md5('obj')}.${md5('v')}.value`;

  const FILTERS: [request: Record<string, unknown>, items: number[]][] = [
    [{}, [0, 1, 2, 3]],
    [{ tags: ['a', 'c'] }, [0, 1, 2]],
    [{ tags: ['__$all', 'a', 'b'] }, [1]],
    [{ tags: ['a', '-b'] }, [0]],
    [{ tags: ['__$not', 'a'] }, [2, 3]],
    [{ tags: [null] }, [3]],
    [{ tags: [] }, [0, 1, 2, 3]],
    [{ name: 'item [12]$' }, [1, 2]],
    [{ name: 'query\\.item 3' }, [3]],
    [{ name: '^query\\.item\\ 1$' }, [1]],
    [{ name: 'ITEM' }, []],
    [{ name: '' }, [0, 1, 2, 3]],
    [{ name: null }, [0, 1, 2, 3]],
    [{ status: ['created', 'failed'] }, [0, 1, 2]],
    [{ status: 'queued' }, [3]],
    [{ type: ['testing'] }, [3]],
    [{ type: ['__$not', 'testing'] }, [0, 1, 2]],
    [{ _all_: { fields: ['name'], pattern: 'ITEM 2' } }, [2]],
    [{ _any_: { fields: ['name', 'comment', 'tags'], pattern: 'some|item 3' } }, [2, 3]],
    [{ _any_: { fields: ['tags'], pattern: '^B$' } }, [1, 2]],
    [{ _and_: { fields: ['name', 'comment'], pattern: 'm' } }, [2]],
    [{ _all_: { fields: ['created'], datetime: ['>2020-01-01'] } }, [0, 1, 2, 3]],
    [{ _all_: { fields: ['runtime._hash'], pattern: '^h0$' } }, [0]],
    [{ created: ['>2020-01-01', '<2021-01-01'] }, []],
    [{ last_update: '>=2020-01-01' }, [0, 1, 2, 3]],
    [{ 'hyperparams.Args.i.value': ['5', '10'] }, [1, 2]],
    [{ 'hyperparams.Args.a.b.value': ['dotted'] }, [0, 1, 2, 3]],
    [{ 'hyperparams.Args.none.value': ['x'] }, []],
    [{ 'execution.model': ['m'] }, [0]],
    [{ [metric]: [1.5, null] }, [0, 2]],
    [{ [metric]: [null, 1.5] }, [1]],
    [{ [metric]: [null, null] }, [0, 1, 2, 3]],
    [{ last_iteration: [0, 0] }, [0, 1, 2, 3]],
    [{ last_iteration: [1, null] }, []],
    [{ search_text: 'SOME' }, [2]],
    [{ method: 'get', no_such_field: ['x'] }, [0, 1, 2, 3]],
    [{ page: 0, page_size: 3 }, [0, 1, 2]],
    [{ page: 1, page_size: 3 }, [3]],
    [{ page: 9, page_size: 3 }, []],
    [{ order_by: ['-name'] }, [3, 2, 1, 0]],
    [{ order_by: 'name' }, [0, 1, 2, 3]],
    [{ order_by: ['-hyperparams.Args.i.value'] }, [3, 2, 1, 0]],
    [{ order_by: ['hyperparams.Args.i.value'] }, [0, 1, 2, 3]],
    [{ order_by: [metric] }, [3, 1, 2, 0]],
    [{ order_by: [`-${metric}`] }, [0, 2, 1, 3]],
    [{ order_by: ['-parent', '-name'] }, [1, 3, 2, 0]],
    [{ order_by: ['no_such_field', '-name'] }, [3, 2, 1, 0]],
  ];
  for (const [request, items] of FILTERS) {
    it(`answers ${JSON.stringify(items)} for ${JSON.stringify(request).slice(0, 110)}`, async () => {
      assert.deepEqual(await found(request), items);
    });
  }

  const REFUSALS: [request: Record<string, unknown>, subcode: number, field: string][] = [
    [{ name: '[' }, 21, 'name'],
    [{ name: '(a' }, 21, ''],
    [{ name: 3 }, 12, 'name'],
    [{ tags: 3 }, 12, 'tags'],
    [{ type: [1] }, 12, 'type'],
    [{ created: 'yesterday' }, 12, 'created'],
    [{ created: [1] }, 12, 'created'],
    [{ last_iteration: 'x' }, 12, 'last_iteration'],
    [{ [metric]: [1] }, 12, metric],
    [{ page: -1 }, 12, 'page'],
    [{ page_size: 0 }, 12, 'page_size'],
    [{ only_fields: 5 }, 12, 'only_fields'],
    [{ scroll_id: 'made up' }, 1104, ''],
    [{ scroll_id: '0'.repeat(32) }, 1104, ''],
  ];
  for (const [request, subcode, field] of REFUSALS) {
    it(`refuses ${JSON.stringify(request).slice(0, 80)} with 400/${subcode}, naming the field`, async () => {
      const { status, meta } = await server.call('tasks.get_all', request);
      assert.deepEqual([status, meta.result_subcode], [400, subcode]);
      assert.ok(meta.result_msg.includes(field), meta.result_msg);
    });
  }

  it('answers the fields that are asked for, nested, with the id and the dictionaries around what is missing', async () => {
    const { data } = await server.call('tasks.get_all', {
      id: [ids[1]],
      only_fields: ['execution.artifacts', 'execution.queue', 'runtime._x', 'hyperparams.Args.i.value', 'script.branch'],
    });
    assert.deepEqual(data.tasks, [
      { id: ids[1], execution: { artifacts: [] }, runtime: {}, hyperparams: { Args: { i: { value: '5' } } }, script: {} },
    ]);
  });

  it('answers the numbers of one curve when they are asked for', async () => {
    const { data } = await server.call('tasks.get_all', { id: [ids[0]], only_fields: [metric, 'last_metrics.aa.bb.value'] });
    assert.deepEqual(data.tasks[0].last_metrics, { [md5('obj')]: { [md5('v')]: { value: 3 } } });
  });

  it('writes whole numbers of curves with their point, as Python does', async () => {
    const response = await fetch(`${server.url}/tasks.get_all`, {
      method: 'POST',
      headers: { Authorization: `Basic ${btoa('TESTKEY:test-secret-key')}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ id: [ids[0]], only_fields: ['last_metrics'] }),
    });
    assert.match(await response.text(), /"min_value":3\.0,"min_value_iteration":0,/);
  });

  it('scrolls through all, each once', async () => {
    const seen: number[] = [];
    let scrollId: string | null = null;
    for (;;) {
      const { data } = await server.call('tasks.get_all', { project: [project], size: 3, scroll_id: scrollId });
      if (data.tasks.length === 0) break;
      seen.push(...data.tasks.map((task: { id: string }) => ids.indexOf(task.id)));
      scrollId = data.scroll_id;
    }
    assert.deepEqual(seen, [0, 1, 2, 3]);
  });

  it('leaves out hidden documents unless they are asked for', async () => {
    const { data } = await server.call('tasks.create', { name: 'hidden one', project, system_tags: ['hidden'] });
    assert.deepEqual((await found({ name: 'hidden one' })).length, 0);
    assert.deepEqual((await found({ name: 'hidden one', search_hidden: true })).length, 1);
    assert.deepEqual((await found({ id: [data.id] })).length, 1);
    await server.call('tasks.delete', { task: data.id });
  });

  it('takes an id as a text in place of a list', async () => {
    assert.deepEqual(await found({ id: ids[2] }), [2]);
  });

  it('with _ex puts names in the place of ids', async () => {
    const { data } = await server.call('tasks.get_all_ex', {
      id: [ids[1]],
      only_fields: ['id', 'project.name', 'user.name', 'parent.name', 'parent.status', 'company'],
    });
    const [task] = data.tasks;
    assert.deepEqual(task.project, { id: project, name: 'get all' });
    assert.deepEqual(task.parent, { id: ids[0], name: 'query.item 0', status: 'created' });
    assert.equal(task.user.name, 'Administrator');
    assert.deepEqual(Object.keys(task.company), ['id']);
  });

  it('with _ex and include_subprojects looks below the projects too', async () => {
    const below = (await server.call('projects.create', { name: 'get all/below' })).data.id;
    await server.call('tasks.create', { name: 'below', project: below });
    const { data } = await server.call('tasks.get_all_ex', { project: [project], include_subprojects: true, name: 'below' });
    assert.deepEqual(
      data.tasks.map((task: { name: string }) => task.name),
      ['below'],
    );
  });
});
