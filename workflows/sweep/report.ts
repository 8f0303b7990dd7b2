import { reports } from './server.ts';
import type { SweepState } from './state.ts';

const SHORTEST_PERIOD_MS = 10_000;
/** The summary of many trials costs more, and changes less. */
const MS_PER_TRIAL = 20;

/** Has the summary on the controller task written anew when trials have ended since, not too often. */
export function reportProgress(state: SweepState): void {
  const due = state.reported.at + Math.max(SHORTEST_PERIOD_MS, state.ended * MS_PER_TRIAL);
  if (state.reporting || state.ended === state.reported.ended || Date.now() < due) return;
  void report(state);
}

async function report(state: SweepState): Promise<void> {
  state.reporting = true;
  state.reported = { at: Date.now(), ended: state.ended };
  try {
    await reports.reportSweep({ run: state.run, final: false });
  } catch (error) {
    state.failure ??= { error };
  } finally {
    state.reporting = false;
  }
}
