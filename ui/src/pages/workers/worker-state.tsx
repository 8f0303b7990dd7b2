import type { Worker } from '../../api/types.ts';
import classes from './workers.module.css';

/** Working, idle, outside of its hours, draining or offline. */
export function WorkerState({ worker }: { worker: Worker }) {
  const state = stateOf(worker);
  return (
    <span className={classes.state} data-state={state}>
      <i />
      {state}
    </span>
  );
}

function stateOf({ online, draining, tasks, queues }: Worker): string {
  if (!online) return 'offline';
  if (draining) return 'draining';
  if (tasks.length > 0) return 'working';
  return queues.length > 0 && queues.every(({ hours }) => !hours.active) ? 'off hours' : 'idle';
}
