import type { ClaimResponse } from '../../../workflows/contracts/agent-api.ts';
import type { RunNames } from '../../../workflows/contracts/outbox.ts';
import type { RunRef } from '../../../workflows/contracts/run.ts';
import { requireClaimable } from '../machines/require-claimable.ts';
import type { Db, Em } from '../orm.ts';
import { posting } from '../outbox/post.ts';
import { query, sql, writeTogether } from '../sql.ts';
import { changeStatus } from '../tasks/change-status.ts';
import { RUN_NAMES } from '../tasks/describe-run.ts';
import { type LockedTask, readLocked } from '../tasks/lock.ts';
import { claimedSignal, type StageFacts, stageFacts } from './claimed-signal.ts';
import { isFit, unfitQueues } from './fit.ts';

export interface ClaimInput {
  /** Queue ids in the order in which to look. */
  queues: string[];
  worker: string;
  /** `agent`: one of ours, which runs the task under the workflow. `external`: a stock agent that reports by itself. */
  kind: 'agent' | 'external';
  /** The worker runs on a machine of an autoscaler, which may have been told to end. */
  launched?: boolean;
}

export interface Claim {
  run: RunRef;
  queue: string;
  /** When the task was enqueued. */
  added: Date;
}

/**
 * Takes the first task that the worker may run from the first queue that has one. An entry is claimed once, whoever else
 * claims at the same moment.
 * @throws Refusal `conflict` for a machine of an autoscaler that is to end
 */
export function claim(db: Db, input: ClaimInput): Promise<Claim | null> {
  return db.em.fork().transactional(async (em) => {
    if (input.launched) await requireClaimable(em, input.worker);
    for (const queue of input.queues) {
      const claimed = await claimFrom(em, queue, input);
      if (claimed) return claimed;
    }
    return null;
  });
}

export interface AgentClaimInput extends Omit<ClaimInput, 'kind'> {
  /** Those of the queues from which the agent takes no tasks at this time. */
  closed?: string[];
}

/** A claim of one of our agents. Without one it hears where what waits is not for it, or not now. */
export async function claimForAgent(db: Db, { closed = [], ...input }: AgentClaimInput): Promise<ClaimResponse> {
  const open = { ...input, queues: input.queues.filter((queue) => !closed.includes(queue)) };
  const claimed = await claim(db, { ...open, kind: 'agent' });
  if (claimed) return { claim: { run: claimed.run, queue: claimed.queue }, unfit: [] };
  return { claim: null, unfit: [...closed, ...(await unfitQueues(db.em.fork(), open))] };
}

interface Entry extends StageFacts, RunNames {
  task: string;
  added: Date;
}

async function claimFrom(em: Em, queue: string, input: ClaimInput): Promise<Claim | null> {
  // Whether a task fits is asked of one entry after the other, in their order, until one does: never of all that wait.
  const [entry] = await query<Entry>(
    em,
    sql`with entry as (
          delete from queue_entries where task =
            (select e.task from queue_entries e
             where e.queue = ${queue} and (select ${isFit(input.worker, new Date())} from tasks t where t.id = e.task)
             order by e.position limit 1 for update of e skip locked)
          returning task, added)
        select e.task, e.added, ${stageFacts(input.worker)}, ${RUN_NAMES} from entry e join tasks t on t.id = e.task for update of t`,
  );
  if (!entry) return null;
  const task = await readLocked(em, entry.task);
  await markClaimed(em, task, input, entry);
  return { run: { taskId: task.id, attempt: task.attempt }, queue, added: entry.added };
}

async function markClaimed(em: Em, task: LockedTask, { worker, kind }: ClaimInput, entry: Entry): Promise<void> {
  const claimed = sql`kind = ${kind}, worker = ${worker}, claimed = now()`;
  const ofAttempt = sql`task = ${task.id} and number = ${task.attempt}`;
  const run = { taskId: task.id, attempt: task.attempt };
  const names = { name: entry.name, project: entry.project, queue: entry.queue };
  const telling = posting({ kind: 'claimed', run, signal: claimedSignal({ worker, kind }, entry), names });
  if (kind === 'agent') {
    const change = { to: 'in_progress', actor: `worker:${worker}`, reason: `claimed by ${worker}` } as const;
    await changeStatus(em, task, change, { last_worker: worker, last_worker_report: sql`now()` }, [
      sql`update attempts set state = 'running', started = now(), ${claimed} where ${ofAttempt}`,
      telling,
    ]);
    return;
  }
  // A stock agent says `started` itself; until then its task stays queued, and comes back when it never does.
  await writeTogether(em, [
    sql`update tasks set last_worker = ${worker}, last_worker_report = now() where id = ${task.id}`,
    sql`update attempts set state = 'claimed', ${claimed} where ${ofAttempt}`,
    telling,
  ]);
}
