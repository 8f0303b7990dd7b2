import { findRunProcesses, RUN_MARKER } from '../../../agent-worker/runs/process-table.ts';
import { afterTest } from '../../support/cleanups.ts';
import { eventually } from '../../support/eventually.ts';

/** A run key of its own for a test; whatever carries it afterwards is killed and fails the test. */
export function markedRun(): { key: string; env: NodeJS.ProcessEnv } {
  const key = `test-${process.pid}-${Math.random().toString(16).slice(2)}`;
  afterTest(() => failOnProcessesOf(key));
  return { key, env: { PATH: process.env.PATH, [RUN_MARKER]: key } };
}

/** A supervisor that has written the exit code still needs a moment to leave. */
async function failOnProcessesOf(key: string): Promise<void> {
  await eventually('the processes of the test are gone', () => findRunProcesses(key).length === 0, { deadlineMs: 5_000 }).catch(
    (error: unknown) => {
      for (const { pid } of findRunProcesses(key)) process.kill(pid, 'SIGKILL');
      throw error;
    },
  );
}
