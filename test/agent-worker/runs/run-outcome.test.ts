import assert from 'node:assert/strict';
import { toOutcome } from '../../../agent-worker/runs/run-outcome.ts';

const ended = (exitCode: number | undefined, memoryKills = false, diskFull = false) =>
  toOutcome({ exitCode, memoryKills, diskFull });

describe('toOutcome', () => {
  it('keeps an exit code', () => {
    assert.deepEqual(ended(0), { kind: 'exited', exitCode: 0 });
    assert.deepEqual(ended(255), { kind: 'exited', exitCode: 255 });
  });

  it('names the signal', () => {
    assert.deepEqual(ended(139, true), { kind: 'signalled', signal: 'SIGSEGV', outOfMemory: false });
  });

  it('takes SIGKILL for want of memory only when the kernel has killed for it', () => {
    assert.deepEqual(ended(137, true), { kind: 'signalled', signal: 'SIGKILL', outOfMemory: true });
    assert.deepEqual(ended(137), { kind: 'signalled', signal: 'SIGKILL', outOfMemory: false });
  });

  it('takes a missing exit code for SIGKILL, which also ends the supervisor', () => {
    assert.deepEqual(ended(undefined), { kind: 'signalled', signal: 'SIGKILL', outOfMemory: false });
  });

  it('says of code that failed whether the disk was full', () => {
    assert.deepEqual(ended(1, false, true), { kind: 'exited', exitCode: 1, diskFull: true });
    assert.deepEqual(ended(0, false, true), { kind: 'exited', exitCode: 0 });
  });
});
