import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { killRun } from '../../../agent-worker/runs/kill-run.ts';
import { findRunProcesses } from '../../../agent-worker/runs/process-table.ts';
import { readSupervision, startSupervised } from '../../../agent-worker/runs/supervision.ts';
import { eventually } from '../../support/eventually.ts';
import { scratchFolder } from '../../support/scratch.ts';
import { markedRun } from '../support/processes.ts';

async function start(script: string) {
  const root = scratchFolder();
  const { key, env } = markedRun();
  const [folder, console] = [join(root, 'supervision'), join(root, 'console')];
  await startSupervised({ folder, console, directory: root, command: ['sh', '-c', script], env });
  const supervisor = await eventually('the supervisor is there', () => readSupervision(folder).supervisor);
  // The supervisor is there a moment before the console that it opens.
  const output = () => (existsSync(console) ? readFileSync(console, 'utf8') : '');
  return { key, folder, supervisor, output };
}

describe('killRun', () => {
  it('gives the process its grace time to end by itself', async () => {
    const run = await start(`trap 'sleep 0.3; echo saved; exit 0' TERM; echo ready; while :; do sleep 0.05; done`);
    await eventually('it is ready', () => run.output().includes('ready'));
    await killRun(run.key, { graceMs: 5_000, supervisor: run.supervisor });
    assert.match(run.output(), /saved/);
    assert.equal(readSupervision(run.folder).exitCode, 0);
  });

  it('kills a grandchild that ignores SIGTERM, and keeps the exit code', async () => {
    const run = await start(`sh -c 'trap "" TERM; echo ready; while :; do sleep 0.05; done' & wait`);
    await eventually('it is ready', () => run.output().includes('ready'));
    await killRun(run.key, { graceMs: 300, supervisor: run.supervisor });
    assert.deepEqual(findRunProcesses(run.key, run.supervisor.pid), []);
    assert.equal(readSupervision(run.folder).exitCode, 143);
  });

  it('finds one that has left the session, and one that has dropped its environment', async () => {
    const run = await start(`setsid sh -c 'echo a; sleep 60' & env -i /bin/sh -c 'echo b; sleep 60' & wait`);
    await eventually('both are there', () => run.output().includes('a') && run.output().includes('b'));
    await killRun(run.key, { graceMs: 300, supervisor: run.supervisor });
    assert.deepEqual(findRunProcesses(run.key, run.supervisor.pid), []);
  });

  it('finds the rest of a run whose supervisor is dead', async () => {
    const run = await start(`env -i /bin/sh -c 'echo b; sleep 60' & echo a; sleep 60`);
    await eventually('both are there', () => run.output().includes('a') && run.output().includes('b'));
    process.kill(run.supervisor.pid, 'SIGKILL');
    await killRun(run.key, { graceMs: 300, supervisor: run.supervisor });
    assert.deepEqual(findRunProcesses(run.key, run.supervisor.pid), []);
  });
});
