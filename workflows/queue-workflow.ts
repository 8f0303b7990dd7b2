import {
  ActivityCancellationType,
  CancellationScope,
  condition,
  continueAsNew,
  defineSignal,
  isCancellation,
  patched,
  proxyActivities,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { TicketActivities, TicketOutcome } from './contracts/agent-activities.ts';
import { ticketTaskQueue } from './contracts/names.ts';
import { QUEUE_SIGNALS, type QueueWorkflowInput } from './contracts/queue-workflow.ts';
import { server } from './server.ts';

export const wakeSignal = defineSignal(QUEUE_SIGNALS.wake);

/** How long a ticket that met an agent without a free slot rests before it is offered again. */
const DECLINED_REST_MS = 250;

/** A ticket that met an agent which may take nothing of what waits is offered to another one: soon at first, then less and less often. */
const UNFIT_REST_MS = { first: 25, factor: 1.25, longest: 10_000 } as const;

/**
 * Keeps min(entries, cap) tickets outstanding. A ticket means "there is work", never "this task": which task it is
 * is decided by the claim that the ticket leads to.
 */
export async function queueWorkflow(input: QueueWorkflowInput): Promise<void> {
  const tickets = proxyActivities<TicketActivities>({
    taskQueue: ticketTaskQueue(input.queueId),
    // Covers the claim alone; a ticket waits for an agent without limit. One whose agent died is offered again.
    startToCloseTimeout: '10 seconds',
    scheduleToCloseTimeout: '10 years',
    cancellationType: ActivityCancellationType.TRY_CANCEL,
    retry: { initialInterval: '200 milliseconds', maximumInterval: '5 seconds' },
  });
  // What is believed to wait: counted upon every wake, less what tickets have claimed since. Too high a belief costs an empty
  // ticket, after which it is counted anew. Too low it is when a count comes between a claim and its ticket's answer, which is
  // then subtracted once too often: so that nothing waits is not believed, but counted.
  let waiting = 0;
  let stale = true;
  let outstanding = 0;
  const scope = new CancellationScope();
  // Where agents may not take what waits, tickets would go round among them: then there is one at a time, and more with each claim.
  let most = input.ticketCap;
  let unfit = 0;
  let wakes = 0;
  setHandler(wakeSignal, () => {
    stale = true;
    unfit = 0;
    wakes += 1;
  });
  const restAfterUnfit = async () => {
    most = 1;
    const seen = wakes;
    const { first, factor, longest } = UNFIT_REST_MS;
    await condition(() => wakes !== seen || scope.consideredCancelled, Math.min(longest, Math.round(first * factor ** unfit)));
    if (wakes === seen) unfit += 1;
    stale = true;
  };

  const offer = async () => {
    outstanding += 1;
    const outcome = await scope.run(() => tickets.takeTicket()).catch(declinedUnlessCancelled);
    if (outcome === 'declined') await sleep(DECLINED_REST_MS);
    if (outcome === 'unfit') await restAfterUnfit();
    if (outcome === 'empty') stale = true;
    if (outcome === 'claimed') {
      waiting -= 1;
      most = Math.min(input.ticketCap, most * 2);
    }
    if (outcome === 'claimed' && waiting <= 0 && patched('count-before-nothing-waits')) stale = true;
    outstanding -= 1;
  };
  const missing = () => Math.min(waiting, most) - outstanding;
  while (!workflowInfo().continueAsNewSuggested) {
    await condition(() => stale || missing() > 0);
    if (stale) {
      stale = false;
      const entries = await server.countEntries(input.queueId);
      if (entries === null) return scope.cancel();
      waiting = entries;
    }
    while (missing() > 0) void offer();
  }
  // A ticket that an agent holds at this moment may still claim: claims do not depend on tickets.
  scope.cancel();
  await condition(() => outstanding === 0);
  await continueAsNew<typeof queueWorkflow>(input);
}

function declinedUnlessCancelled(error: unknown): TicketOutcome {
  return isCancellation(error) ? 'empty' : 'declined';
}
