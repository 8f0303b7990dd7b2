import { isAtRest, type TaskStatus } from './task-status.ts';

/** What is known when an attempt ends. */
export interface EndFacts {
  /** Status of the task at this moment; the user's own code may have set it. */
  status: TaskStatus;
  /** Somebody has asked it to stop. */
  stopping: boolean;
  end: EndKind;
  infrastructureFailures: number;
  infrastructureRetries: number;
  /** Its process may be killed and started anew without harm: what it did is kept elsewhere. */
  outlivesProcess: boolean;
}

export type EndKind =
  | { kind: 'exited'; exitCode: number; diskFull?: boolean; lastLines: string }
  | { kind: 'signalled'; signal: string; outOfMemory: boolean; lastLines: string }
  | { kind: 'stopped'; reason: string }
  | { kind: 'stageFailed'; stage: string; message: string }
  | { kind: 'infrastructure'; reason: string };

export interface EndDecision {
  attempt: 'succeeded' | 'failed' | 'lost' | 'cancelled';
  /** Next status of the task; null leaves what the user's code has set. */
  status: TaskStatus | null;
  requeue: boolean;
  reason: string;
  message: string;
}

/** Failures of the user's code end the task; failures of the infrastructure send it back to its queue within the budget. */
export function decideEnd(facts: EndFacts): EndDecision {
  const { end, status } = facts;
  switch (end.kind) {
    case 'exited':
      return end.exitCode === 0
        ? success(status)
        : failure(status, `exit code ${end.exitCode}${end.diskFull ? ': no space was left on the disk' : ''}`, end.lastLines);
    case 'signalled':
      return signalled(facts, end);
    case 'stageFailed':
      return failure(status, `${end.stage} failed`, end.message);
    case 'stopped':
      return {
        attempt: 'cancelled',
        status: status === 'in_progress' ? 'stopped' : null,
        requeue: false,
        reason: end.reason,
        message: '',
      };
    case 'infrastructure':
      return infrastructure(facts, end.reason);
  }
}

/** Code that ended well keeps the status it gave itself (`mark_stopped`, `mark_failed`, `publish`). */
function success(status: TaskStatus): EndDecision {
  return { attempt: 'succeeded', status: status === 'in_progress' ? 'completed' : null, requeue: false, reason: '', message: '' };
}

/** What was published stays so, whatever its process does afterwards. */
function failure(status: TaskStatus, reason: string, message: string): EndDecision {
  const published = status === 'published' || status === 'publishing';
  return { attempt: 'failed', status: published ? null : 'failed', requeue: false, reason, message };
}

function signalled(facts: EndFacts, { outOfMemory, signal, lastLines }: Extract<EndKind, { kind: 'signalled' }>): EndDecision {
  const reason = outOfMemory ? `out of memory (${signal})` : `ended by signal ${signal}`;
  return facts.outlivesProcess ? infrastructure(facts, reason) : failure(facts.status, reason, lastLines);
}

/** Only what still waits or runs, and is wanted to, is run again: not what has ended by its own word, and not what was asked to stop. */
function infrastructure(facts: EndFacts, reason: string): EndDecision {
  const { status, stopping, infrastructureFailures, infrastructureRetries } = facts;
  if (isAtRest(status)) return { attempt: 'lost', status: null, requeue: false, reason, message: '' };
  if (stopping)
    return { attempt: 'cancelled', status: 'stopped', requeue: false, reason: `${reason} while it was to stop`, message: '' };
  const requeue = infrastructureFailures < infrastructureRetries;
  const budget = `${infrastructureFailures + 1} of ${infrastructureRetries + 1} attempts lost`;
  return { attempt: 'lost', status: requeue ? 'queued' : 'failed', requeue, reason, message: budget };
}
