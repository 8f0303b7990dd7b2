import assert from 'node:assert/strict';
import { type DispatchBench, startDispatchBench } from '../support/dispatch-bench.ts';
import { createQueue, viewTask } from '../support/records.ts';
import { createBaseTask, reportValue, submit, sweepSpec, taskParameters, trialsOf, untilEnded } from '../support/sweep-bench.ts';
import { exited } from '../support/workflow-bench.ts';

describe('a sweep', () => {
  let bench: DispatchBench;
  let base: string;
  let behave: (task: string, x: number) => Promise<void>;
  before(async () => {
    bench = await startDispatchBench();
    await bench.startOrchestrator();
    const queue = await createQueue(bench.db, 'trials');
    base = await createBaseTask(bench.db);
    const execute = async ({ taskId }: { taskId: string }) => {
      const { 'Args/x': x } = await taskParameters(bench.db, taskId);
      await behave(taskId, Number(x?.value));
      return exited(0);
    };
    for (const worker of ['one', 'two', 'three', 'four']) await bench.startAgent({ worker, queues: [queue], execute });
  });
  beforeEach(() => {
    behave = (task, x) => reportValue(bench.db, task, { value: (x - 0.3) ** 2 });
  });
  after(() => bench.release());

  it('runs as many trials as it may, never more at a time than allowed, and ends completed', async () => {
    let running = 0;
    let most = 0;
    behave = async (task, x) => {
      running += 1;
      most = Math.max(most, running);
      await reportValue(bench.db, task, { value: (x - 0.3) ** 2 });
      running -= 1;
    };
    const { sweep } = await submit(bench.db, sweepSpec({ baseTask: base }));
    const end = await untilEnded(bench.db, sweep);
    assert.deepEqual([end.status, end.status_reason], ['completed', 'all trials ended']);
    const trials = await trialsOf(bench.db, sweep);
    assert.deepEqual(
      trials.map(({ number, state }) => [number, state]),
      Array.from({ length: 10 }, (_, number) => [number, 'completed']),
    );
    for (const { results, parameters } of trials) assert.equal(results[0], ((parameters['Args/x'] as number) - 0.3) ** 2);
    assert.ok(most <= 3, `${most} trials ran at a time`);
    assert.equal((await viewTask(bench.db, base)).status, 'created');
  });
});
