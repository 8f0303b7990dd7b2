import assert from 'node:assert/strict';
import { toOutcome } from '../../../agent-worker/runs/run-outcome.ts';

const ended = (exitCode: number | undefined, memoryKills = false) => toOutcome({ exitCode, memoryKills, lastLines: 'bye' });

describe('toOutcome', () => {
  it('keeps an exit code', () => {
    assert.deepEqual(ended(0), { kind: 'exited', exitCode: 0, lastLines: 'bye' });
    assert.deepEqual(ended(255), { kind: 'exited', exitCode: 255, lastLines: 'bye' });
  });

  it('names the signal', () => {
    assert.deepEqual(ended(139, true), { kind: 'signalled', signal: 'SIGSEGV', outOfMemory: false, lastLines: 'bye' });
  });

  it('takes SIGKILL for want of memory only when the kernel has killed for it', () => {
    assert.deepEqual(ended(137, true), { kind: 'signalled', signal: 'SIGKILL', outOfMemory: true, lastLines: 'bye' });
    assert.deepEqual(ended(137), { kind: 'signalled', signal: 'SIGKILL', outOfMemory: false, lastLines: 'bye' });
  });

  it('says so when there is no exit code', () => {
    const outcome = ended(undefined);
    assert.ok(outcome.kind === 'signalled' && /^bye\n.*supervisor were killed/.test(outcome.lastLines));
  });
});
