import type { ApprovalStep, WaitStep } from '../../../../workflows/contracts/pipeline.ts';
import { referringParts } from '../../../../workflows/domain/pipeline/check-spec.ts';
import { createResolver } from '../facts.ts';
import { updateNode } from '../node-rows.ts';
import type { StepStart } from '../start-steps.ts';
import { addToTimeline } from '../timeline.ts';

/** Where a node that waits for an approval keeps what the person is asked. */
export const PROMPT = 'prompt';

/** Begins to wait for a person, a signal or a time. No task stands for it, and no worker is held. */
export async function startWaiting({ em, record, row, attempt }: StepStart, step: ApprovalStep | WaitStep): Promise<void> {
  const resolver = await createResolver(em, { run: record.run, parameters: record.parameters, node: row }, referringParts(step));
  const now = new Date();
  // The template stays in the definition: a rerun asks with new values.
  const parameters = step.kind === 'approval' ? { [PROMPT]: String(resolver.resolve(step.prompt)) } : {};
  const due = step.kind === 'wait' ? dueAt({ ...step, until: resolver.resolve(step.until) }, now) : null;
  await updateNode(em, row, {
    parameters,
    state: 'awaiting',
    reason: null,
    attempts: attempt,
    queued: now,
    started: now,
    ended: null,
    due,
  });
  await addToTimeline(em, { run: row.run, node: row.name, state: 'awaiting', text: describe(step, due) });
}

/** The earlier of the two times; at once for a step that waits for nothing. */
function dueAt({ forMs, until, signal }: WaitStep, now: Date): Date | null {
  const times = [forMs === null ? [] : [now.getTime() + forMs], until === null ? [] : [timeOf(until)]].flat();
  if (times.length > 0) return new Date(Math.min(...times));
  return signal === null ? now : null;
}

function timeOf(text: string): number {
  const time = Date.parse(text);
  if (!Number.isNaN(time)) return time;
  throw new TypeError(`until: "${text}" is no time as ISO 8601 writes it`);
}

function describe(step: ApprovalStep | WaitStep, due: Date | null): string {
  if (step.kind === 'approval') return 'waits for an approval';
  const things = [step.signal === null ? [] : [`the signal "${step.signal}"`], due === null ? [] : [due.toISOString()]].flat();
  return `waits for ${things.join(' or ')}`;
}
