import assert from 'node:assert/strict';
import type { OptunaAnswer, OptunaRequest } from '../../../activities/optuna/optuna-process.ts';
import { createStudy } from '../../../activities/optuna/study.ts';
import type { SweepLimits } from '../../../workflows/contracts/sweep.ts';
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

  /** A sweep with one trial that runs, and a study of it that writes down what Optuna is asked. */
  async function begin(limits: Partial<SweepLimits> = {}) {
    const { db } = database;
    const strategy = {
      kind: 'optuna',
      seed: 1,
      sampler: { name: 'RandomSampler', arguments: {} },
      pruner: { name: 'MedianPruner', arguments: {} },
    } as const;
    const { sweep } = await submit(db, sweepSpec({ baseTask: await createBaseTask(db), strategy, limits }));
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
    return { study, asked, report: (iter: number) => reportValue(db, task, { value: 9, iter }) };
  }

  it('has no trial judged before the iterations that it is to be left', async () => {
    const { study, asked, report } = await begin({ minIterations: 5 });
    for (let iter = 0; iter < 7; iter += 1) {
      await report(iter);
      await study.ask({ prune: true });
    }
    assert.deepEqual(
      asked.map(({ prune }) => prune),
      [[], [], [], [], [], [0], [0]],
    );
  });

  it('has a trial judged once by each report, also by one that Optuna has heard of when it was asked for a new trial', async () => {
    const { study, asked, report } = await begin();
    await report(1);
    await study.ask({ suggest: [1] });
    await study.ask({ prune: true });
    await study.ask({ prune: true });
    await report(2);
    await study.ask({ prune: true });
    assert.deepEqual(
      asked.map(({ prune }) => prune),
      [[], [0], [], [0]],
    );
  });
});
