import { afterEach } from 'mocha';
import { findRunProcesses, RUN_MARKER } from '../../../agent-worker/runs/process-table.ts';
import { eventually } from '../../support/eventually.ts';

const keys: string[] = [];

/** A run key of its own for a test; whatever carries it afterwards is killed and fails the test. */
export function markedRun(): { key: string; env: NodeJS.ProcessEnv } {
  const key = `test-${process.pid}-${Math.random().toString(16).slice(2)}`;
  keys.push(key);
  return { key, env: { PATH: process.env.PATH, [RUN_MARKER]: key } };
}

afterEach(async () => {
  const ended = keys.splice(0);
  const left = () => ended.flatMap((key) => findRunProcesses(key));
  // A supervisor that has written the exit code still needs a moment to leave.
  await eventually('the processes of the test are gone', () => left().length === 0, { deadlineMs: 5_000 }).catch(
    (error: unknown) => {
      for (const { pid } of left()) process.kill(pid, 'SIGKILL');
      throw error;
    },
  );
});
