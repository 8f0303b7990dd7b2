import type { Attempt, AttemptStage } from '../api/types.ts';
import { toDate } from './format.ts';

export interface TimelineBar {
  label: string;
  kind: 'waiting' | 'stage';
  state: AttemptStage['state'];
  /** Milliseconds since the epoch. */
  from: number;
  to: number;
  detail: string | null;
}

export interface AttemptTimeline {
  from: number;
  to: number;
  bars: TimelineBar[];
}

const STAGE_LABELS: Record<string, string> = {
  container: 'Container',
  setupScript: 'Set-up script',
  clone: 'Clone',
  diff: 'Apply diff',
  environment: 'Environment',
  install: 'Install',
  execute: 'Execute',
  cleanUp: 'Clean up',
};

export const stageLabel = (stage: string): string => STAGE_LABELS[stage] ?? stage;

/** One attempt as bars on a common time scale: the wait in the queue, then each stage. What has no end yet reaches to `now`; a stage that is still to come has no length. */
export function attemptTimeline(attempt: Attempt, now: number): AttemptTimeline {
  const over = millis(attempt.ended) ?? now;
  const from = millis(attempt.created) ?? over;
  const claimed = millis(attempt.claimed);
  const waiting: TimelineBar = {
    label: 'Waiting',
    kind: 'waiting',
    state: claimed === null && attempt.ended === null ? 'started' : 'completed',
    from,
    to: claimed ?? over,
    detail: attempt.queue,
  };
  const bars = [waiting, ...attempt.stages.flatMap((stage) => stageBar(stage, over))];
  return { from, to: Math.max(over, ...bars.map((bar) => bar.to)), bars };
}

function stageBar({ stage, state, startedAt, endedAt, detail }: AttemptStage, over: number): TimelineBar[] {
  const from = millis(startedAt);
  if (from === null && state !== 'pending') return [];
  if (from === null) return [{ label: stageLabel(stage), kind: 'stage', state, from: over, to: over, detail }];
  return [{ label: stageLabel(stage), kind: 'stage', state, from, to: millis(endedAt) ?? Math.max(over, from), detail }];
}

const millis = (value: string | null): number | null => toDate(value)?.getTime() ?? null;
