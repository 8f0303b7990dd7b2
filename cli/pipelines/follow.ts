import type { HttpClient } from '../../sdk/http-client.ts';
import { readRun } from '../../sdk/pipelines/runs.ts';
import type { NodeView, RunView } from '../../workflows/contracts/pipeline-api.ts';
import { everyChange } from '../definitions/every-change.ts';
import { isOpen } from '../definitions/open-status.ts';

export interface FollowInput {
  client: HttpClient;
  run: string;
  signal: AbortSignal;
  /** Prints a line about something that changed. */
  tell(line: string): void;
}

/** Tells of each change of a run and its steps until it has ended, or `signal` is aborted: then gives undefined. */
export async function followRun({ client, run, signal, tell }: FollowInput): Promise<RunView | undefined> {
  const seen: Seen = { nodes: new Map(), notice: '' };
  for await (const _ of everyChange({ client, topic: `pipeline:${run}`, signal })) {
    const view = await readRun(client, run);
    for (const line of news(view, seen)) tell(line);
    if (!isOpen(view.status)) return view;
  }
  return undefined;
}

interface Seen {
  nodes: Map<string, string>;
  notice: string;
}

/** What has not been told yet. Pending steps are nothing new. */
function* news(view: RunView, seen: Seen): Generator<string> {
  for (const node of view.nodes) {
    const state = `${node.state} ${node.attempts}`;
    if (seen.nodes.get(node.name) === state) continue;
    const isNew = !seen.nodes.has(node.name);
    seen.nodes.set(node.name, state);
    if (!isNew || node.state !== 'pending') yield describe(node, view.id);
  }
  const notice = view.paused ? 'paused' : view.workerMissingSince ? `waits for its worker: ${view.workerHint ?? ''}` : '';
  if (notice !== seen.notice) yield `${time(new Date())}  ${notice || 'goes on'}`;
  seen.notice = notice;
}

function describe(node: NodeView, run: string): string {
  const at = node.ended ?? (node.state === 'running' ? node.started : null);
  const again = node.attempts > 1 ? ` (attempt ${node.attempts})` : '';
  return `${time(at ? new Date(at) : new Date())}  ${node.name.padEnd(20)}  ${node.state}${again}${noteOf(node, run)}`;
}

/** Why a step waits or how it ended; while it works there is nothing to say. */
function noteOf({ state, reason, prompt, name, kind }: NodeView, run: string): string {
  if (state === 'awaiting' && kind === 'approval')
    return `: ${prompt ?? ''} — perdura pipeline approve ${run} ${JSON.stringify(name)}`;
  if (!reason || state === 'queued' || state === 'running') return '';
  return reason.startsWith(`${state}: `) ? reason.slice(state.length) : `: ${reason}`;
}

const time = (at: Date): string => at.toTimeString().slice(0, 8);
