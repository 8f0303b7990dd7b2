import { afterEach } from 'mocha';
import { findRunProcesses, RUN_MARKER } from '../../../agent-worker/runs/process-table.ts';

const keys: string[] = [];

/** A run key of its own for a test; whatever carries it afterwards is killed and fails the test. */
export function markedRun(): { key: string; env: NodeJS.ProcessEnv } {
  const key = `test-${process.pid}-${Math.random().toString(16).slice(2)}`;
  keys.push(key);
  return { key, env: { PATH: process.env.PATH, [RUN_MARKER]: key } };
}

afterEach(() => {
  const left = keys.splice(0).flatMap((key) => findRunProcesses(key));
  for (const { pid } of left) process.kill(pid, 'SIGKILL');
  if (left.length > 0) throw new Error(`processes left behind: ${left.map(({ pid }) => pid).join(', ')}`);
});
