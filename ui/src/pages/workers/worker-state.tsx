import type { Worker } from '../../api/types.ts';
import classes from './workers.module.css';

/** Working, idle, draining or offline. */
export function WorkerState({ worker }: { worker: Worker }) {
  const state = stateOf(worker);
  return (
    <span className={classes.state} data-state={state}>
      <i />
      {state}
    </span>
  );
}

function stateOf({ online, draining, tasks }: Worker): string {
  if (!online) return 'offline';
  if (draining) return 'draining';
  return tasks.length > 0 ? 'working' : 'idle';
}
