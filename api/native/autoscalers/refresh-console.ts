import { Refusal } from '../../../activities/db/errors.ts';
import { AUTOSCALER_UPDATES, autoscalerWorkflowId } from '../../../workflows/contracts/autoscaler.ts';
import type { ApiContext } from '../../context.ts';

/** A cloud is asked no more often for one machine, however many people look at it. */
const PAUSE_MS = 5_000;

const askedAt = new Map<string, number>();

/** Has the workflow of a scaler, which alone talks to its cloud, look at what a machine has printed. Where it does not, what is stored has to do. */
export async function refreshConsole(
  { temporal, log }: ApiContext,
  { scaler, machine }: { scaler: string; machine: string },
): Promise<void> {
  const now = Date.now();
  for (const [known, at] of askedAt) if (now - at > PAUSE_MS) askedAt.delete(known);
  if (askedAt.has(machine)) return;
  askedAt.set(machine, now);
  try {
    await temporal.update(autoscalerWorkflowId(scaler), AUTOSCALER_UPDATES.keepConsole, { machine });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    log.debug({ err: error, machine }, 'autoscaler: what a machine printed is not to be had now');
  }
}
