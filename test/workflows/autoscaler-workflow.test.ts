import assert from 'node:assert/strict';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { provideWorkflowBundle } from '../../orchestrator/workflow-bundle.ts';
import {
  AUTOSCALER_SIGNALS,
  AUTOSCALER_UPDATES,
  AUTOSCALER_WORKFLOW,
  autoscalerWorkflowId,
} from '../../workflows/contracts/autoscaler.ts';
import { eventually } from '../support/eventually.ts';
import { ScalerScript } from '../support/scaler-script.ts';
import { startTestTemporal } from '../support/temporal.ts';

describe('autoscalerWorkflow', () => {
  let env: TestWorkflowEnvironment;
  const stops: (() => Promise<void>)[] = [];
  before(async () => {
    env = await startTestTemporal({ 'limit.historyCount.suggestContinueAsNew': 150 });
  });
  after(async () => {
    for (const stop of stops) await stop();
    await env.teardown();
  });

  /** A scaler with a worker of its own. */
  async function start(name: string, script: ScalerScript) {
    const taskQueue = `scaler-${name}`;
    const worker = await Worker.create({
      connection: env.nativeConnection,
      taskQueue,
      workflowBundle: { codePath: await provideWorkflowBundle() },
      activities: { ...script.activities },
    });
    const running = worker.run();
    stops.push(async () => {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await running;
    });
    const look = () =>
      env.client.workflow.signalWithStart(AUTOSCALER_WORKFLOW, {
        workflowId: autoscalerWorkflowId(name),
        taskQueue,
        args: [{ scaler: name, name }],
        signal: AUTOSCALER_SIGNALS.look,
        signalArgs: [],
      });
    const handle = await look();
    return { handle, look };
  }

  it('launches and ends side by side: one launch that hangs keeps nothing else waiting', async () => {
    const script = new ScalerScript();
    script.hanging.set('slow', Promise.withResolvers());
    script.next = [{ launch: ['slow', 'quick'], end: ['old'], seeCloud: true }];
    script.always = { launch: ['slow'] };
    const { look } = await start('side-by-side', script);
    await eventually('the others are done', () => script.done.length === 3);
    assert.deepEqual(script.done.toSorted(), ['end old', 'launch quick', 'see']);
    const looks = script.looks;
    await look();
    await eventually('it looks on', () => script.looks > looks);
    script.always = {};
    script.hanging.get('slow')?.resolve();
    await eventually('the slow one is done, once', () => script.done.filter((one) => one === 'launch slow').length === 1);
  });

  it('looks at once when it is told to, and takes a burst of signals as one', async () => {
    const script = new ScalerScript();
    const { look } = await start('burst', script);
    await eventually('a first look', () => script.looks === 1);
    await Promise.all(Array.from({ length: 50 }, look));
    await eventually('another look', () => script.looks >= 2);
    const looks = script.looks;
    await look();
    await eventually('the look for the last signal', () => script.looks > looks);
    assert.ok(script.looks <= 6, `${script.looks} looks`);
  });

  it('looks by the clock', async () => {
    const script = new ScalerScript();
    script.next = [{ nextMs: 50 }];
    await start('clock', script);
    await eventually('a second look without a signal', () => script.looks === 2);
  });

  it('begins a new history before its own grows long, and goes on', async () => {
    const script = new ScalerScript();
    script.always = { nextMs: 1, seeCloud: true };
    const { handle } = await start('long', script);
    const first = handle.signaledRunId;
    await eventually('a later run of the workflow', async () => {
      const { runId } = await env.client.workflow.getHandle(autoscalerWorkflowId('long')).describe();
      return runId !== first;
    });
    const looks = script.looks;
    await eventually('it looks on', () => script.looks > looks);
  });

  it('has the console of a machine kept when it is asked to, or says that it cannot', async () => {
    const script = new ScalerScript();
    const { handle } = await start('console', script);
    const keep = (machine: string) => handle.executeUpdate(AUTOSCALER_UPDATES.keepConsole, { args: [{ machine }] });
    await keep('m');
    assert.deepEqual(script.done, ['console m']);
    await assert.rejects(keep('mute'));
    await keep('m');
  });

  it('ends when the scaler is stopped, and begins anew with its next start', async () => {
    const script = new ScalerScript();
    script.next = [{ over: true }];
    const { handle, look } = await start('stopped', script);
    await handle.result();
    assert.equal(script.looks, 1);
    await look();
    await eventually('a look of the new run', () => script.looks === 2);
  });
});
