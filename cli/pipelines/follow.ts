import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpClient } from '../../sdk/http-client.ts';
import { readRun } from '../../sdk/pipelines/runs.ts';
import type { NodeView, RunView } from '../../workflows/contracts/pipeline-api.ts';
import { liveChanges } from '../live-changes.ts';

/** A run is looked at so often at least, whatever the server tells of it. */
const LOOK_MS = 10_000;
/** Changes that come together are shown together. */
const PAUSE_MS = 100;
const OPEN = new Set(['created', 'queued', 'in_progress']);

export interface FollowInput {
  client: HttpClient;
  run: string;
  signal: AbortSignal;
  /** Prints a line about something that changed. */
  tell(line: string): void;
}

/** Tells of each change of a run and its steps until it has ended, or `signal` is aborted: then gives undefined. */
export async function followRun({ client, run, signal, tell }: FollowInput): Promise<RunView | undefined> {
  const ending = new AbortController();
  const stop = AbortSignal.any([signal, ending.signal]);
  const changes = liveChanges(client, `pipeline:${run}`, stop);
  let next = changes.next();
  const seen: Seen = { nodes: new Map(), notice: '' };
  try {
    while (!signal.aborted) {
      const view = await readRun(client, run);
      for (const line of news(view, seen)) tell(line);
      if (!OPEN.has(view.status)) return view;
      await Promise.race([next, sleep(LOOK_MS, undefined, { signal: stop }).catch(() => undefined)]);
      await sleep(PAUSE_MS);
      next = changes.next();
    }
    return undefined;
  } finally {
    ending.abort();
  }
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

function noteOf({ state, reason, prompt, name, kind }: NodeView, run: string): string {
  if (state === 'awaiting' && kind === 'approval')
    return `: ${prompt ?? ''} — perdura pipeline approve ${run} ${JSON.stringify(name)}`;
  return reason ? `: ${reason}` : '';
}

const time = (at: Date): string => at.toTimeString().slice(0, 8);
