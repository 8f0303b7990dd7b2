import type { StepState } from '../../../../workflows/contracts/pipeline.ts';
import type { NodeView, RunEvent } from '../../../../workflows/contracts/pipeline-api.ts';
import { toDate } from '../format.ts';
import { isStateEvent, type StateEvent } from './run-as-of.ts';
import { isEnd } from './step-state.ts';

/** A stretch of time that a step spent in one state; one that was worked on has the state in which it ended. */
export interface TimelinePart {
  state: StepState;
  /** Milliseconds since the epoch. */
  from: number;
  to: number;
}

export interface TimelineRow {
  node: NodeView;
  parts: TimelinePart[];
}

export interface RunTimeline {
  from: number;
  to: number;
  rows: TimelineRow[];
}

/** States that take time worth a bar. */
const SHOWN: readonly StepState[] = ['blocked', 'awaiting', 'queued', 'running'];

/** Every step that did something as a row, in the order in which they began. What has no end yet reaches to `now`. */
export function runTimeline(nodes: NodeView[], events: RunEvent[], now: number): RunTimeline {
  const byNode = Map.groupBy(events.filter(isStateEvent), ({ node }) => node);
  const rows = nodes
    .map((node) => ({ node, parts: partsOf(node, byNode.get(node.name) ?? [], now) }))
    .filter(({ parts }) => parts.length > 0)
    .sort((a, b) => a.parts[0]!.from - b.parts[0]!.from);
  const parts = rows.flatMap((row) => row.parts);
  const times = events.map(({ at }) => millis(at)).filter((time) => time !== null);
  return {
    from: least([...parts.map(({ from }) => from), ...times], now),
    to: most([...parts.map(({ to }) => to), ...times], now),
    rows,
  };
}

function partsOf(node: NodeView, events: StateEvent[], now: number): TimelinePart[] {
  if (events.length === 0) return partOfNode(node, now);
  return events.flatMap((event, index) => {
    const next = events[index + 1];
    const from = millis(event.at);
    if (from === null || !SHOWN.includes(event.state)) return [];
    const to = next ? (millis(next.at) ?? from) : now;
    return [{ state: event.state === 'running' && next && isEnd(next.state) ? next.state : event.state, from, to }];
  });
}

/** For a run whose engine records no events. */
function partOfNode({ state, started, ended }: NodeView, now: number): TimelinePart[] {
  const from = millis(started);
  return from === null ? [] : [{ state, from, to: millis(ended) ?? (isEnd(state) ? from : now) }];
}

const millis = (value: string | null): number | null => toDate(value)?.getTime() ?? null;
const least = (values: number[], none: number): number => values.reduce((a, b) => Math.min(a, b), values[0] ?? none);
const most = (values: number[], none: number): number => values.reduce((a, b) => Math.max(a, b), values[0] ?? none);
