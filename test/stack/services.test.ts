import assert from 'node:assert/strict';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning } from '../../stack/process-identity.ts';
import { whenLogSays } from '../../stack/readiness.ts';
import { createServices, type ServiceNode, type Services } from '../../stack/services.ts';
import type { ServiceRecord } from '../../stack/state-file.ts';
import { temporaryFolder } from './support.ts';

const TRACED = 'trap "echo $NAME ends >> trace; exit" TERM; echo "$NAME starts" >> trace; echo up; while :; do sleep 0.02; done';

describe('createServices', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let records: ServiceRecord[];
  let services: Services;

  beforeEach(async () => {
    folder = await temporaryFolder();
    records = [];
  });
  afterEach(async () => {
    await services.stop();
    await folder.release();
  });

  const node = (name: string, needs: string[] = [], script = TRACED): ServiceNode => ({
    name,
    needs,
    create: async () => ({
      name,
      command: 'sh',
      args: ['-c', script],
      cwd: folder.path,
      env: { ...process.env, NAME: name },
      logFile: join(folder.path, `${name}.log`),
      ready: whenLogSays('up'),
      readyMs: 5_000,
      stopGraceMs: 5_000,
    }),
  });

  function create(...nodes: ServiceNode[]): Services {
    services = createServices({
      nodes,
      onChange: (changed) => {
        records = changed;
      },
      onNews: () => {},
    });
    return services;
  }

  const trace = () => readFileSync(join(folder.path, 'trace'), 'utf8').trim().split('\n');

  it('start after those they need and stop before them', async () => {
    await create(node('a'), node('b', ['a']), node('c', ['b'])).start();
    assert.deepEqual(trace(), ['a starts', 'b starts', 'c starts']);
    assert.deepEqual(
      records.map(({ name }) => name),
      ['a', 'b', 'c'],
    );
    await services.stop();
    assert.deepEqual(trace().slice(3), ['c ends', 'b ends', 'a ends']);
  });

  it('are prepared while those they need are starting', async () => {
    let prepared = false;
    const early = node('b', ['a']);
    const { create: make } = early;
    early.create = async () => {
      prepared = true;
      appendFileSync(join(folder.path, 'prepared'), '');
      return make();
    };
    await create(node('a', [], 'while [ ! -e prepared ]; do sleep 0.02; done; echo up; exec sleep 60'), early).start();
    assert.ok(prepared);
  });

  it('are stopped when one of them fails', async () => {
    await assert.rejects(create(node('a'), node('b', ['a'], 'exit 7'), node('c', ['b'])).start(), /b ended with exit code 7/);
    await services.stop();
    assert.deepEqual(trace(), ['a starts', 'a ends']);
    assert.ok(records.every((record) => !isRunning(record)));
  });

  it('start nothing any more once they are stopped', async () => {
    const slow = Promise.withResolvers<void>();
    const late = node('a');
    const { create: make } = late;
    late.create = async () => {
      await slow.promise;
      return make();
    };
    const start = create(late).start();
    await services.stop();
    slow.resolve();
    await start;
    assert.deepEqual(records, []);
  });
});
