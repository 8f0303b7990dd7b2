import assert from 'node:assert/strict';
import { ORCHESTRATOR_TASK_QUEUE, queueWorkflowId, ticketTaskQueue } from '../../workflows/contracts/names.ts';
import { QUEUE_SIGNALS, QUEUE_WORKFLOW } from '../../workflows/contracts/queue-workflow.ts';
import { eventually } from '../support/eventually.ts';
import { startWorkflowBench, type WorkflowBench } from '../support/workflow-bench.ts';

describe('queueWorkflow', () => {
  let bench: WorkflowBench;
  before(async () => {
    bench = await startWorkflowBench();
  });
  after(() => bench.release());

  const wake = (queueId: string, ticketCap = 3) =>
    bench.env.client.workflow.signalWithStart(QUEUE_WORKFLOW, {
      workflowId: queueWorkflowId(queueId),
      taskQueue: ORCHESTRATOR_TASK_QUEUE,
      args: [{ queueId, name: queueId, ticketCap }],
      signal: QUEUE_SIGNALS.wake,
      signalArgs: [],
    });
  const outstanding = async (queueId: string) => {
    const { raw } = await bench.env.client.workflow.getHandle(queueWorkflowId(queueId)).describe();
    return raw.pendingActivities?.length ?? 0;
  };

  it('keeps as many tickets outstanding as there are entries, up to the cap', async () => {
    bench.script.entries.two = 2;
    await wake('two');
    await eventually('two tickets', async () => (await outstanding('two')) === 2);
    bench.script.entries.two = 9;
    await wake('two');
    await eventually('three tickets', async () => (await outstanding('two')) === 3);
  });

  it('offers tickets until no entry is left', async () => {
    bench.script.entries.drain = 5;
    await bench.startTickets(ticketTaskQueue('drain'), {
      async takeTicket() {
        if (bench.script.entries.drain === 0) return 'empty';
        bench.script.entries.drain! -= 1;
        return 'claimed';
      },
    });
    await wake('drain');
    await eventually('the queue is empty', () => bench.script.entries.drain === 0);
    await eventually('no ticket is left', async () => (await outstanding('drain')) === 0);
  });

  it('offers a ticket for what came between a claim and its ticket’s answer', async () => {
    bench.script.entries.race = 1;
    const counts = async () => {
      const { events } = await bench.env.client.workflow.getHandle(queueWorkflowId('race')).fetchHistory();
      return events?.filter((event) => event.markerRecordedEventAttributes?.markerName === 'core_local_activity').length ?? 0;
    };
    let claims = 0;
    await bench.startTickets(ticketTaskQueue('race'), {
      async takeTicket() {
        claims += 1;
        if (claims > 1) bench.script.entries.race = 0;
        else {
          // Its entry is gone, and another one has come in its place.
          const before = await counts();
          await wake('race');
          await eventually('it is counted', async () => (await counts()) > before);
        }
        return 'claimed';
      },
    });
    await wake('race');
    await eventually('the second is claimed', () => claims === 2);
    await eventually('no ticket is left', async () => (await outstanding('race')) === 0);
  });

  it('begins a new history before its own grows long, and goes on', async () => {
    bench.script.entries.long = 150;
    await bench.startTickets(ticketTaskQueue('long'), {
      async takeTicket() {
        bench.script.entries.long! -= 1;
        return 'claimed';
      },
    });
    const first = await wake('long', 10);
    await eventually('all are claimed', () => bench.script.entries.long === 0, { deadlineMs: 150_000 });
    const handle = bench.env.client.workflow.getHandle(queueWorkflowId('long'));
    const { runId, historyLength } = await handle.describe();
    assert.notEqual(runId, first.signaledRunId);
    assert.ok(historyLength < 400, `${historyLength} events`);
  });

  it('offers a declined ticket again', async () => {
    bench.script.entries.busy = 1;
    let offers = 0;
    await bench.startTickets(ticketTaskQueue('busy'), {
      async takeTicket() {
        offers += 1;
        if (offers < 3) return 'declined';
        bench.script.entries.busy = 0;
        return 'claimed';
      },
    });
    await wake('busy');
    await eventually('the third offer is taken', () => bench.script.entries.busy === 0);
    assert.equal(offers, 3);
  });

  it('offers one ticket at a time while agents may not take what waits, and again at once when it is woken', async () => {
    bench.script.entries.odd = 3;
    let offers = 0;
    let fits = false;
    await bench.startTickets(ticketTaskQueue('odd'), {
      async takeTicket() {
        offers += 1;
        if (!fits) return 'unfit';
        bench.script.entries.odd! -= 1;
        return 'claimed';
      },
    });
    await wake('odd');
    await eventually('it is offered less and less often', () => offers >= 15);
    fits = true;
    await wake('odd');
    await eventually('all are claimed', () => bench.script.entries.odd === 0);
    const { events } = await bench.env.client.workflow.getHandle(queueWorkflowId('odd')).fetchHistory();
    assert.ok((events?.length ?? 0) < 40 * 8, `${events?.length} events`);
  });
});
