import { condition, defineUpdate, setHandler } from '@temporalio/workflow';
import {
  type ApproveInput,
  type ByActor,
  PIPELINE_UPDATES,
  type RerunInput,
  type SignalInput,
} from '../contracts/pipeline-updates.ts';
import { hasBegun } from '../domain/pipeline/node.ts';
import { withDescendants } from '../domain/pipeline/run-state.ts';
import { server } from './activities.ts';
import { statusChanged } from './notify.ts';
import { load, type PipelineState, takeOver } from './state.ts';

const pauseUpdate = defineUpdate<void, [ByActor]>(PIPELINE_UPDATES.pause);
const resumeUpdate = defineUpdate<void, [ByActor]>(PIPELINE_UPDATES.resume);
const approveUpdate = defineUpdate<void, [ApproveInput]>(PIPELINE_UPDATES.approve);
const signalUpdate = defineUpdate<string[], [SignalInput]>(PIPELINE_UPDATES.signal);
const rerunUpdate = defineUpdate<void, [RerunInput]>(PIPELINE_UPDATES.rerun);

/** What people may do to a run while it goes on. */
export function handleUpdates(state: PipelineState): void {
  const loaded = () => condition(() => state.loaded);
  const refuse = (check: () => string | null) => {
    const why = state.loaded ? (state.stop ? 'the run is being stopped' : check()) : null;
    if (why !== null) throw new Error(why);
  };
  const pause = async (paused: boolean, actor: string) => {
    await loaded();
    await server.notePaused({ run: state.run, paused, actor });
    state.paused = paused;
    state.woken = true;
  };
  setHandler(pauseUpdate, ({ actor }) => pause(true, actor), { validator: (_: ByActor) => refuse(() => null) });
  setHandler(resumeUpdate, ({ actor }) => pause(false, actor), { validator: (_: ByActor) => refuse(() => null) });
  setHandler(
    approveUpdate,
    async (input) => {
      await loaded();
      await decide(state, input);
    },
    { validator: ({ step }) => refuse(() => whyNoApproval(state, step)) },
  );
  setHandler(
    signalUpdate,
    async (input) => {
      await loaded();
      return release(state, input);
    },
    { validator: ({ signal }) => refuse(() => whyNoSignal(state, signal)) },
  );
  setHandler(
    rerunUpdate,
    async ({ step, actor }) => {
      await loaded();
      const why = whyNoRerun(state, step);
      if (why === null) await rerun(state, step, actor);
    },
    { validator: ({ step }) => refuse(() => whyNoRerun(state, step)) },
  );
}

function whyNoApproval({ nodes }: PipelineState, step: string): string | null {
  const node = nodes.get(step);
  if (!node) return `step "${step}" does not exist`;
  if (node.kind !== 'approval') return `step "${step}" waits for no approval: it is of kind ${node.kind}`;
  return node.run.state === 'awaiting' ? null : `step "${step}" is ${node.run.state}, and waits for no approval`;
}

async function decide(state: PipelineState, { step, approved, comment, actor, by }: ApproveInput): Promise<void> {
  const text = comment ? `: ${comment}` : '';
  const end = approved ? ({ state: 'completed', reason: `approved by ${by}${text}` } as const) : null;
  const refused = { state: 'failed', reason: `refused by ${by}${text}` } as const;
  const updates = await server.decideSteps({ run: state.run, steps: [{ node: step, ...(end ?? refused) }], actor });
  takeOver(state, updates, statusChanged(state));
}

const waitingFor = ({ nodes }: PipelineState, signal: string): string[] =>
  [...nodes.values()].filter((node) => node.signal === signal && node.run.state === 'awaiting').map(({ name }) => name);

function whyNoSignal(state: PipelineState, signal: string): string | null {
  if (waitingFor(state, signal).length > 0) return null;
  const known = [...state.nodes.values()].flatMap((node) => (node.signal !== null && !node.run.ended ? [node.signal] : []));
  return `no step waits for the signal "${signal}"; steps wait, or will wait, for: ${[...new Set(known)].join(', ') || 'none'}`;
}

async function release(state: PipelineState, { signal, actor, by }: SignalInput): Promise<string[]> {
  const steps = waitingFor(state, signal);
  const closed = steps.map((node) => ({ node, state: 'completed' as const, reason: `signal "${signal}" by ${by}` }));
  takeOver(state, await server.decideSteps({ run: state.run, steps: closed, actor }), statusChanged(state));
  return steps;
}

/** What waits for a person or a time is no work that would be lost. */
function whyNoRerun({ nodes }: PipelineState, step: string): string | null {
  const node = nodes.get(step);
  if (!node) return `step "${step}" does not exist`;
  if (!node.run.ended) return `step "${step}" is ${node.run.state}: it has not ended`;
  const busy = withDescendants(nodes, step).find(
    ({ run }) => run.busy || (hasBegun(run) && !run.ended && run.state !== 'awaiting'),
  );
  return busy ? `step "${busy.name}", which comes after it, is ${busy.run.state}; stop it first` : null;
}

/** While the database forgets, nothing of it may be planned. */
async function rerun(state: PipelineState, step: string, actor: string): Promise<void> {
  const affected = withDescendants(state.nodes, step);
  for (const { run } of affected) run.busy = true;
  const { paused } = state;
  load(state, await server.rerunStep({ run: state.run, step, actor }));
  state.paused = paused;
  state.woken = true;
}
