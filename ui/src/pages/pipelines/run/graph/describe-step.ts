import { describeCounts, KIND_LABELS, STEP_LOOKS } from '../../../../domain/pipelines/step-state.ts';
import type { StepData } from './flow-nodes.ts';

/** What somebody hears who cannot see the card. */
export function describeStep({ label, node, state, counts }: StepData): string {
  if (!node) return `Stage ${label}: ${describeCounts(counts ?? {})}`;
  const progress = state === 'running' && node.progress !== null ? `${Math.round(node.progress)} %` : null;
  const instances = counts ? describeCounts(counts) : null;
  return [`${KIND_LABELS[node.kind]} ${label}: ${STEP_LOOKS[state].label}`, progress, instances, node.reason]
    .filter(Boolean)
    .join(', ');
}
