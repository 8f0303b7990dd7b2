import assert from 'node:assert/strict';
import type { OptunaAnswer, OptunaRequest } from '../../../activities/optuna/optuna-process.ts';
import { createStudy } from '../../../activities/optuna/study.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';
import { createQueue, createTask } from '../../support/records.ts';
import { createBaseTask, reportValue, submit, sweepSpec } from '../../support/sweep-bench.ts';

describe('the study of a sweep', () => {
  let database: TestDatabase;
  before(async () => {
    database = await createTestDatabase();
    await createQueue(database.db, 'trials');
  });
  after(() => database.release());

  it('has no trial judged before the iterations that it is to be left', async () => {
    const { db } = database;
    const strategy = {
      kind: 'optuna',
      seed: 1,
      sampler: { name: 'RandomSampler', arguments: {} },
      pruner: { name: 'MedianPruner', arguments: {} },
    } as const;
    const spec = sweepSpec({ baseTask: await createBaseTask(db), strategy, limits: { minIterations: 5 } });
    const { sweep } = await submit(db, spec);
    const task = await createTask(db);
    await db.em.fork().execute(
      `insert into sweep_trials (sweep, number, task, fingerprint, parameters, state, created)
       values (?, 0, ?, 'f', '{"Args/x": 0.5}', 'running', now())`,
      [sweep, task],
    );
    const asked: OptunaRequest[] = [];
    const study = createStudy(db, sweep, {
      async ask(request): Promise<OptunaAnswer> {
        asked.push(request);
        return { suggested: [], pruned: [], stopped: false };
      },
      names: async () => ({ version: '', samplers: [], pruners: [] }),
      ended: false,
      close() {},
    });
    for (let iter = 0; iter < 7; iter += 1) {
      await reportValue(db, task, { value: 9, iter });
      await study.ask({ prune: true });
    }
    assert.deepEqual(
      asked.map(({ prune }) => prune),
      [[], [], [], [], [], [0], [0]],
    );
  });
});
