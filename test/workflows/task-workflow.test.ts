import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { agentTaskQueue, ORCHESTRATOR_TASK_QUEUE } from '../../workflows/contracts/names.ts';
import type { Stage } from '../../workflows/contracts/run.ts';
import {
  type ClaimedSignal,
  TASK_SIGNALS,
  TASK_WORKFLOW,
  type TaskWorkflowInput,
} from '../../workflows/contracts/task-workflow.ts';
import { eventually } from '../support/eventually.ts';
import { exited, startWorkflowBench, untilCancelled, userFailure, type WorkflowBench } from '../support/workflow-bench.ts';

const STAGES: Stage[] = ['clone', 'diff', 'environment', 'install', 'execute', 'cleanUp'];

describe('taskWorkflow', () => {
  let bench: WorkflowBench;
  before(async () => {
    bench = await startWorkflowBench();
    await bench.startAgent('box');
  });
  after(() => bench.release());
  beforeEach(() => {
    bench.calls.length = 0;
    bench.ends.length = 0;
    bench.script.stages = {};
    bench.script.agentSilentMs = Number.MAX_SAFE_INTEGER;
    bench.script.view = { over: false, local: false, silentMs: 0 };
  });

  const start = (overrides: Partial<TaskWorkflowInput> = {}): Promise<WorkflowHandle> => {
    const taskId = randomUUID();
    const input = {
      taskId,
      attempt: 1,
      name: 'n',
      project: 'p',
      queue: 'q',
      agentLostAfterMs: 60_000,
      stockLostAfterMs: 60_000,
      localLostAfterMs: 60_000,
      ...overrides,
    };
    return bench.env.client.workflow.start(TASK_WORKFLOW, {
      workflowId: `task-${taskId}-1`,
      taskQueue: ORCHESTRATOR_TASK_QUEUE,
      args: [input],
    });
  };
  const claimed = (worker = 'box'): ClaimedSignal => ({
    kind: 'agent',
    worker,
    agentTaskQueue: agentTaskQueue(worker),
    stages: STAGES,
  });

  it('runs the planned stages in order on the agent that claimed it', async () => {
    const handle = await start();
    await handle.signal(TASK_SIGNALS.claimed, claimed());
    assert.equal(await handle.result(), 'exit code 0');
    assert.deepEqual(bench.calls, [...STAGES.slice(0, -1), 'end:executed', 'cleanUp']);
  });

  it('skips the installation when the environment is ready', async () => {
    bench.script.stages.environment = async () => ({ ready: true });
    const handle = await start();
    await handle.signal(TASK_SIGNALS.claimed, claimed());
    await handle.result();
    assert.ok(!bench.calls.includes('install'));
  });

  it('ends without a word to the record when it is stopped while it waits', async () => {
    const handle = await start();
    await handle.signal(TASK_SIGNALS.stopRequested, { reason: 'dequeued' });
    assert.equal(await handle.result(), 'cancelled');
    assert.deepEqual(bench.calls, []);
  });

  it('cancels the stage at work when a stop is requested, and cleans up', async () => {
    bench.script.stages.execute = async () => {
      await untilCancelled();
      return { kind: 'stopped' };
    };
    const handle = await start();
    await handle.signal(TASK_SIGNALS.claimed, claimed());
    await eventually('the code runs', () => bench.calls.includes('execute'));
    await handle.signal(TASK_SIGNALS.stopRequested, { reason: 'user abort' });
    await handle.result();
    assert.deepEqual(bench.calls.slice(-2), ['end:stopped', 'cleanUp']);
    assert.deepEqual(bench.ends, [{ kind: 'stopped', reason: 'user abort' }]);
  });

  it('tells a failure of the user from one of the infrastructure', async () => {
    bench.script.stages.clone = async () => {
      throw userFailure('repository does not exist');
    };
    const handle = await start();
    await handle.signal(TASK_SIGNALS.claimed, claimed());
    await handle.result();
    assert.deepEqual(bench.ends, [{ kind: 'stageFailed', stage: 'clone', message: 'repository does not exist' }]);
    assert.deepEqual(bench.calls, ['clone', 'end:stageFailed', 'cleanUp']);
  });

  it('tries a stage again after an infrastructure failure', async () => {
    let tries = 0;
    bench.script.stages.clone = async () => {
      tries += 1;
      if (tries < 2) throw new Error('network is down');
    };
    const handle = await start();
    await handle.signal(TASK_SIGNALS.claimed, claimed());
    assert.equal(await handle.result(), 'exit code 0');
    assert.equal(tries, 2);
  });

  it('calls the agent lost when it does not take a stage in time', async () => {
    const handle = await start({ agentLostAfterMs: 500 });
    await handle.signal(TASK_SIGNALS.claimed, claimed('nobody'));
    assert.equal(await handle.result(), 'agentLost');
    assert.deepEqual(bench.ends, [{ kind: 'agentLost' }]);
  });

  it('goes on offering a stage to an agent that the server still hears', async () => {
    bench.script.agentSilentMs = 0;
    const handle = await start({ agentLostAfterMs: 300 });
    await handle.signal(TASK_SIGNALS.claimed, claimed('late'));
    await eventually('the stage was offered again', async () => {
      const { events } = await handle.fetchHistory();
      return (events ?? []).filter((event) => event.activityTaskScheduledEventAttributes).length > 1;
    });
    await bench.startAgent('late');
    assert.equal(await handle.result(), 'exit code 0');
  });

  it('passes the exit code on', async () => {
    bench.script.stages.execute = async () => exited(3);
    const handle = await start();
    await handle.signal(TASK_SIGNALS.claimed, claimed());
    assert.equal(await handle.result(), 'exit code 3');
  });

  it('follows a run of a stock agent until the record says that it is over', async () => {
    const handle = await start();
    await handle.signal(TASK_SIGNALS.claimed, { kind: 'external', worker: 'stock' });
    bench.script.view = { over: true, local: false, silentMs: 0 };
    await handle.signal(TASK_SIGNALS.recordChanged);
    assert.equal(await handle.result(), 'reported');
  });

  it('gives a silent stock agent up', async () => {
    bench.script.view = { over: false, local: false, silentMs: 1000 };
    const handle = await start({ stockLostAfterMs: 500 });
    await handle.signal(TASK_SIGNALS.claimed, { kind: 'external', worker: 'stock' });
    assert.equal(await handle.result(), 'lost');
    assert.deepEqual(bench.calls, ['lose']);
  });
});
