import {
  allHandlersFinished,
  condition,
  continueAsNew,
  defineSignal,
  defineUpdate,
  patched,
  proxyActivities,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import {
  AUTOSCALER_SIGNALS,
  AUTOSCALER_UPDATES,
  type AutoscalerActivities,
  type AutoscalerInput,
  type ScalerLook,
} from './contracts/autoscaler.ts';

export const lookSignal = defineSignal(AUTOSCALER_SIGNALS.look);
export const keepConsoleUpdate = defineUpdate<void, [{ machine: string }]>(AUTOSCALER_UPDATES.keepConsole);

/** Looks follow each other no faster: a burst of a thousand tasks is one look, not a thousand. */
const BETWEEN_LOOKS_MS = 500;

const records = proxyActivities<AutoscalerActivities>({
  startToCloseTimeout: '1 minute',
  heartbeatTimeout: '15 seconds',
  retry: { initialInterval: '500 milliseconds', maximumInterval: '10 seconds' },
});
// A cloud may hang, and what it did is found again by the machine's tag. Who was killed meanwhile is noticed by its silence.
const cloud = proxyActivities<AutoscalerActivities>({
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: '15 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
});
// Somebody waits for it: what the cloud does not say at once is asked for another time.
const consoles = proxyActivities<AutoscalerActivities>({ startToCloseTimeout: '10 seconds', retry: { maximumAttempts: 1 } });

/**
 * One scaler: looks, plans, and has each launch and each end carried out side by side, so that one that takes long keeps no other
 * waiting. All that it knows is in the records; it is woken when they change, and by the clock.
 */
export async function autoscalerWorkflow(input: AutoscalerInput): Promise<void> {
  let dirty = true;
  setHandler(lookSignal, () => {
    dirty = true;
  });
  setHandler(keepConsoleUpdate, ({ machine }) => consoles.keepConsole(machine));
  const underWay = new Set<string>();
  /** One thing at a time for a machine; what has to wait is found again by the look that follows. */
  const carryOut = async (what: string, work: () => Promise<unknown>) => {
    if (underWay.has(what)) return;
    underWay.add(what);
    try {
      await work();
    } finally {
      underWay.delete(what);
      dirty = true;
    }
  };
  const look = async (): Promise<ScalerLook> => {
    const found = await records.planMachines(input);
    if (found.seeCloud) void carryOut('see', () => cloud.seeCloud(input));
    for (const machine of found.launch) void carryOut(machine, () => cloud.launchMachine(machine));
    for (const machine of found.end) void carryOut(machine, () => cloud.endMachine(machine));
    return found;
  };

  while (!workflowInfo().continueAsNewSuggested) {
    dirty = false;
    const begun = Date.now();
    const found = await look();
    // A signal that came meanwhile may be a new start: it is looked at before the end.
    if (found.over && !dirty && underWay.size === 0) return condition(allHandlersFinished);
    await condition(() => dirty, found.nextMs);
    const rest = patched('look-at-once') ? begun + BETWEEN_LOOKS_MS - Date.now() : BETWEEN_LOOKS_MS;
    if (rest > 0) await sleep(rest);
  }
  // What is under way is found again by the next run's first look; two calls for one machine make one machine.
  await condition(() => underWay.size === 0, '5 minutes');
  await condition(allHandlersFinished);
  await continueAsNew<typeof autoscalerWorkflow>(input);
}
