import assert from 'node:assert/strict';
import { Client, Connection } from '@temporalio/client';
import { queueWorkflowId, taskWorkflowId } from '../../workflows/contracts/names.ts';
import { faultScenarios } from '../support/fault-scenarios.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { enqueueNumberedLines } from '../support/numbered-lines.ts';
import { readHistory } from '../support/workflow-runs.ts';

describe('a running task', function () {
  this.timeout(480_000);
  let installation: Installation;
  faultScenarios(async () => {
    installation = await startInstallation({ agents: true, env: { CLEARML_AGENT_SKIP_PYTHON_ENV_INSTALL: '1' } });
    return installation;
  });

  it('leaves a short history in Temporal, with nothing of what it printed', async () => {
    const task = await enqueueNumberedLines(installation, { queue: 'default', lines: 2000, every: 0, exitCode: 3 });
    await task.untilStatus('failed');
    const { id: queue } = (await installation.client.call<{ queues: { id: string }[] }>('queues.get_all', { name: '^default$' }))
      .queues[0]!;
    const connection = await Connection.connect({ address: `127.0.0.1:${installation.env.PERDURA_TEMPORAL_PORT}` });
    try {
      const read = (workflowId: string) => readHistory(new Client({ connection }), { workflowId });
      const history = await read(taskWorkflowId(task.id, 1));
      assert.ok(history.events <= 60, `${history.events} events`);
      assert.match(history.text, /"exitCode":3/, 'payloads are read');
      assert.doesNotMatch(history.text, /line \d/);
      assert.ok(history.text.length < 64 * 1024, `${history.text.length} bytes`);
      assert.doesNotMatch((await read(queueWorkflowId(queue))).text, /line \d/);
    } finally {
      await connection.close();
    }
    const { task: failed } = await installation.client.call<{ task: { status_reason: string; status_message: string } }>(
      'tasks.get_by_id',
      { task: task.id },
    );
    assert.equal(failed.status_reason, 'exit code 3');
    assert.match(failed.status_message, /line 1998\nline 1999$/, 'the record has its last lines');
  });
});
