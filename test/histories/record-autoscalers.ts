import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from '@temporalio/worker';
import { execa } from 'execa';
import { provideWorkflowBundle } from '../../orchestrator/workflow-bundle.ts';
import { AUTOSCALER_WORKFLOW } from '../../workflows/contracts/autoscaler.ts';
import { ScalerScript } from '../support/scaler-script.ts';
import { ensureTemporal } from '../support/servers.ts';
import { startTestTemporal } from '../support/temporal.ts';

/** A scaler that sees its cloud, launches, ends, waits by the clock, and is stopped. */
export async function recordAutoscalers(label: string): Promise<void> {
  const temporal = await ensureTemporal();
  const env = await startTestTemporal();
  const script = new ScalerScript();
  script.next = [{ launch: ['a', 'b'], seeCloud: true, nextMs: 100 }, { nextMs: 100 }, { end: ['a'], nextMs: 100 }, { over: true }, { over: true }, { over: true }];
  const taskQueue = 'scaler-history';
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue,
    workflowBundle: { codePath: await provideWorkflowBundle() },
    activities: { ...script.activities },
  });
  try {
    await worker.runUntil(async () => {
      const workflowId = 'autoscaler-history';
      await env.client.workflow.execute(AUTOSCALER_WORKFLOW, { workflowId, taskQueue, args: [{ scaler: 's', name: 's' }] });
      const { stdout } = await execa(temporal, ['workflow', 'show', '-w', workflowId, '-o', 'json', '--address', env.address]);
      const file = fileURLToPath(new URL(`./autoscaler.${label}.json`, import.meta.url));
      await writeFile(file, `${JSON.stringify(JSON.parse(stdout))}\n`);
      console.log(file);
    });
  } finally {
    await env.teardown();
  }
}
