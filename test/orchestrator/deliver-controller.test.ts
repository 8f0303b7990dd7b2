import assert from 'node:assert/strict';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { ControllerDescription } from '../../activities/db/controllers/describe-controller.ts';
import { type ControllerMessage, deliverToController } from '../../orchestrator/deliver-controller.ts';
import { ensureSearchAttributes } from '../../orchestrator/search-attributes.ts';
import { CONTROLLER_SIGNALS } from '../../workflows/contracts/controller.ts';
import { startTestTemporal } from '../support/temporal.ts';

describe('the delivery to controllers', () => {
  let env: TestWorkflowEnvironment;
  before(async () => {
    env = await startTestTemporal();
    await ensureSearchAttributes(env.connection, 'default');
  });
  after(() => env.teardown());

  const run = { taskId: 'c1', attempt: 2 };
  const description: ControllerDescription = { kind: 'sweep', input: { ...run, name: 'n', project: 'p' } };
  const deliver = (message: ControllerMessage, found: ControllerDescription | null = description) =>
    deliverToController({ client: env.client, describeController: async () => found }, message);
  const signalsOf = async (workflowId: string): Promise<string[]> => {
    const { events } = await env.client.workflow.getHandle(workflowId).fetchHistory();
    return (events ?? []).flatMap(({ workflowExecutionSignaledEventAttributes: signal }) => signal?.signalName ?? []);
  };

  it('starts the workflow of its kind once, and tells it of children and of a stop', async () => {
    await deliver({ kind: 'startController', run });
    await deliver({ kind: 'startController', run });
    await deliver({ kind: 'childChanged', controller: 'c1', tasks: ['t1', 't2'] });
    await deliver({ kind: 'stopController', controller: 'sweep', run, reason: 'enough' });
    const { type, status } = await env.client.workflow.getHandle('sweep-c1-2').describe();
    assert.deepEqual([type, status.name], ['sweepWorkflow', 'RUNNING']);
    assert.deepEqual(await signalsOf('sweep-c1-2'), [CONTROLLER_SIGNALS.childChanged, CONTROLLER_SIGNALS.stopRequested]);
    await env.client.workflow.getHandle('sweep-c1-2').terminate();
  });

  it('lets what is about an ended controller go', async () => {
    await deliver({ kind: 'startController', run: { taskId: 'gone', attempt: 1 } }, null);
    await deliver({ kind: 'childChanged', controller: 'gone', tasks: ['t'] }, null);
    await deliver({ kind: 'stopController', controller: 'pipeline', run: { taskId: 'gone', attempt: 1 }, reason: '' });
    await assert.rejects(env.client.workflow.getHandle('pipeline-gone-1').describe());
  });
});
