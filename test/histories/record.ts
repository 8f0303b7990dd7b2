/**
 * Records one history of each way that a workflow can go, for test/workflows/replay.test.ts.
 * `npm run histories -- LABEL` writes `<case>.<label>.json`; files of earlier labels stay, since runs of that age may be in flight.
 * `npm run histories -- LABEL PART` records one part: tasks, pipelines, sweeps, autoscalers or long.
 */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { agentTaskQueue, ORCHESTRATOR_TASK_QUEUE, ticketTaskQueue } from '../../workflows/contracts/names.ts';
import type { ClaimedSignal } from '../../workflows/contracts/task-workflow.ts';
import { TASK_SIGNALS, TASK_WORKFLOW } from '../../workflows/contracts/task-workflow.ts';
import { QUEUE_SIGNALS, QUEUE_WORKFLOW } from '../../workflows/contracts/queue-workflow.ts';
import { execa } from 'execa';
import { recordAutoscalers } from './record-autoscalers.ts';
import { recordLong } from './record-long.ts';
import { recordPipelines } from './record-pipelines.ts';
import { recordSweeps } from './record-sweeps.ts';
import { ensureTemporal } from '../support/servers.ts';
import { eventually } from '../support/eventually.ts';
import { startWorkflowBench, untilCancelled, userFailure, type WorkflowBench } from '../support/workflow-bench.ts';

const parts: Record<string, (label: string) => Promise<void>> = {
  tasks: recordTasks,
  pipelines: recordPipelines,
  sweeps: recordSweeps,
  autoscalers: recordAutoscalers,
  long: recordLong,
};
const [label, only] = process.argv.slice(2);
if (!label || (only && !parts[only])) throw new TypeError(`usage: npm run histories -- LABEL [${Object.keys(parts).join(' | ')}]`);
for (const [name, record] of Object.entries(parts)) if (!only || name === only) await record(label);

async function recordTasks(label: string): Promise<void> {
  const temporal = await ensureTemporal();
  const bench = await startWorkflowBench();
  await bench.startAgent('box');
  try {
    for (const [name, play] of Object.entries(cases(bench))) {
      bench.calls.length = 0;
      bench.script.stages = {};
      bench.script.view = { over: false, local: false, silentMs: 0 };
      const workflowId = `${name}-history`;
      await play(workflowId);
      const { stdout } = await execa(temporal, ['workflow', 'show', '-w', workflowId, '-o', 'json', '--address', bench.env.address]);
      const file = fileURLToPath(new URL(`./${name}.${label}.json`, import.meta.url));
      await writeFile(file, `${JSON.stringify(JSON.parse(stdout))}\n`);
      console.log(file);
    }
  } finally {
    for (const queue of ['queue-history', 'queue-unfit-history'])
      await bench.env.client.workflow.getHandle(queue).terminate().catch(() => {});
    await bench.release();
  }
}

function cases({ env, calls, script, startTickets }: WorkflowBench): Record<string, (workflowId: string) => Promise<void>> {
  const claimed = (worker = 'box'): ClaimedSignal => ({
    kind: 'agent',
    worker,
    agentTaskQueue: agentTaskQueue(worker),
    stages: ['setupScript', 'clone', 'diff', 'environment', 'install', 'execute', 'cleanUp'],
  });
  const play = async (workflowId: string, claim: ClaimedSignal, agentLostAfterMs = 60_000) =>
    env.client.workflow.start(TASK_WORKFLOW, {
      workflowId,
      taskQueue: ORCHESTRATOR_TASK_QUEUE,
      args: [
        {
          ...{ taskId: workflowId, attempt: 1, name: 'n', project: 'p', queue: 'q', claim, marked: true },
          ...{ agentLostAfterMs, stockLostAfterMs: 60_000, localLostAfterMs: 60_000 },
        },
      ],
    });
  return {
    async 'task-completed'(id) {
      await (await play(id, claimed())).result();
    },
    async 'task-environment-ready'(id) {
      script.stages.environment = async () => ({ ready: true });
      await (await play(id, claimed())).result();
    },
    async 'task-stage-failed'(id) {
      script.stages.clone = async () => {
        throw userFailure('no such repository');
      };
      await (await play(id, claimed())).result();
    },
    async 'task-stopped'(id) {
      script.stages.execute = async () => {
        await untilCancelled();
        return { kind: 'stopped' };
      };
      const handle = await play(id, claimed());
      await eventually('the code runs', () => calls.includes('execute'));
      await handle.signal(TASK_SIGNALS.stopRequested, { reason: 'user abort' });
      await handle.result();
    },
    async 'task-agent-lost'(id) {
      await (await play(id, claimed('nobody'), 300)).result();
    },
    async 'task-external'(id) {
      const handle = await play(id, { kind: 'external', worker: 'stock' });
      script.view = { over: true, local: false, silentMs: 0 };
      await handle.signal(TASK_SIGNALS.recordChanged);
      await handle.result();
    },
    async queue(id) {
      script.entries.recorded = 1;
      await env.client.workflow.signalWithStart(QUEUE_WORKFLOW, {
        workflowId: id,
        taskQueue: ORCHESTRATOR_TASK_QUEUE,
        args: [{ queueId: 'recorded', name: 'recorded', ticketCap: 3 }],
        signal: QUEUE_SIGNALS.wake,
        signalArgs: [],
      });
      await eventually('a ticket', async () => (await env.client.workflow.getHandle(id).describe()).raw.pendingActivities?.length === 1);
    },
    async 'queue-unfit'(id) {
      script.entries.odd = 3;
      let offers = 0;
      await startTickets(ticketTaskQueue('odd'), {
        async takeTicket() {
          offers += 1;
          if (offers < 5) return 'unfit';
          script.entries.odd = Math.max(0, script.entries.odd! - 1);
          return script.entries.odd > 0 ? 'claimed' : 'empty';
        },
      });
      await env.client.workflow.signalWithStart(QUEUE_WORKFLOW, {
        workflowId: id,
        taskQueue: ORCHESTRATOR_TASK_QUEUE,
        args: [{ queueId: 'odd', name: 'odd', ticketCap: 3 }],
        signal: QUEUE_SIGNALS.wake,
        signalArgs: [],
      });
      await eventually('all is taken', () => script.entries.odd === 0);
      await eventually('no ticket is left', async () => !(await env.client.workflow.getHandle(id).describe()).raw.pendingActivities?.length);
    },
  };
}
