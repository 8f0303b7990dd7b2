import assert from 'node:assert/strict';
import fc from 'fast-check';
import { z } from 'zod';
import { endpoints } from '../../../api/clearml/index.ts';
import { startTestApi, type TestApi } from '../../support/api-server.ts';

/** Values that have broken servers. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    '\0',
    '\ud800',
    '__proto__',
    'constructor',
    "'; drop table tasks; --",
    '$1 ? %s',
    '{}',
    -1,
    0,
    1.5,
    1e308,
    2 ** 53,
    -(2 ** 31),
    true,
    [],
    {},
    [null],
    [''],
    ['__$not'],
    { '': '' },
    { $where: '1' },
    '9'.repeat(400),
    '2026-02-30',
    '>=0000-01-01',
    '-294276-01-01',
    '(((((a+)+)+)+)+)+$',
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

/** One needs lines of its own format, the other answers a file. */
const NOT_HERE = new Set(['events.add_batch', 'events.download_task_log']);

describe('odd input', () => {
  let server: TestApi;
  let known: Record<string, unknown>;
  before(async () => {
    server = await startTestApi();
    const project = (await server.call('projects.create', { name: 'odd/input' })).data.id;
    const queue = (await server.call('queues.create', { name: 'odd' })).data.id;
    const task = (await server.call('tasks.create', { name: 'odd', project })).data.id;
    const model = (await server.call('models.create', { name: 'odd', uri: 'u', project })).data.id;
    known = {
      project,
      queue,
      task,
      model,
      ids: [task, model],
      tasks: [task],
      name: 'odd',
      type: 'training',
      uri: 'u',
      interval: 60,
    };
  });
  after(() => server.release());

  for (const endpoint of endpoints.filter(({ name }) => !NOT_HERE.has(name))) {
    it(`of ${endpoint.name} is answered, or refused with a reason, never an error of the server`, async () => {
      const fields = endpoint.request instanceof z.ZodObject ? Object.keys(endpoint.request.shape) : [];
      await fc.assert(
        fc.asyncProperty(requests(fields), async (request) => {
          const { status, meta, data } = await server.call(endpoint.name, request);
          assert.ok(status < 500, `${JSON.stringify(request)}: ${meta.result_msg}`);
          assert.ok(typeof data === 'object' && data !== null);
          if (status !== 200) assert.notEqual(meta.result_msg, '');
        }),
        { numRuns: 15 },
      );
    });
  }

  /** A request that is right where it can be, and odd in one or two fields. */
  const requests = (fields: string[]) =>
    fc
      .dictionary(fc.constantFrom(...fields, 'extra', 'hyperparams.a.b.value', 'last_metrics.a.b.value', 'created'), odd, {
        maxKeys: 2,
      })
      .map((given) => ({
        ...Object.fromEntries(fields.filter((name) => name in known).map((name) => [name, known[name]])),
        ...given,
      }));

  it('of a body that is no object is refused', async () => {
    for (const body of [[], 'text', 3, null]) {
      const { status } = await server.call('tasks.get_all', body);
      assert.equal(status, 400, JSON.stringify(body));
    }
  });
});
