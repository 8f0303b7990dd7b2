import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { endProcess } from '../../stack/end-process.ts';
import { identifyProcess, isRunning, signalProcess } from '../../stack/process-identity.ts';
import { eventually } from '../support/eventually.ts';

describe('identifyProcess', () => {
  it('finds a running process and no other', () => {
    const self = identifyProcess(process.pid)!;
    assert.equal(self.pid, process.pid);
    assert.ok(isRunning(self));
    assert.equal(identifyProcess(2 ** 30), undefined);
  });

  it('does not take a later process with the same number for it, and sends it nothing', async () => {
    const child = spawn('sleep', ['60']);
    const earlier = { pid: child.pid!, startedAt: 'before' };
    assert.equal(isRunning(earlier), false);
    assert.equal(signalProcess(earlier, 'SIGKILL'), false);
    assert.ok(isRunning(identifyProcess(child.pid!)!));
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
});

describe('endProcess', () => {
  it('ends a process by the signal that it asks for', async () => {
    const child = spawn('sleep', ['60']);
    await endProcess(identifyProcess(child.pid!)!, { signal: 'SIGINT', graceMs: 5_000 });
    await eventually('the child is reaped', () => child.signalCode === 'SIGINT');
  });

  it('kills the whole group of one that does not listen', async () => {
    const script = 'trap "" TERM; sleep 60 & echo $!; wait; wait';
    const child = spawn('sh', ['-c', script], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
    const [line] = await once(child.stdout, 'data');
    const grandchild = identifyProcess(Number(line))!;
    await endProcess(identifyProcess(child.pid!)!, { signal: 'SIGTERM', graceMs: 50 });
    await eventually('the child is reaped', () => child.signalCode === 'SIGKILL');
    await eventually('the grandchild is gone', () => !isRunning(grandchild));
  });

  it('is content with a process that is gone', async () => {
    await endProcess({ pid: 2 ** 30, startedAt: 'x' }, { signal: 'SIGTERM', graceMs: 10 });
  });
});
