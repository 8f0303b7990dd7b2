import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../../../agent-worker/runs/process-table.ts';
import { readSupervision, type StartInput, startSupervised } from '../../../agent-worker/runs/supervision.ts';
import { watchRun } from '../../../agent-worker/runs/watch-run.ts';
import { eventually } from '../../support/eventually.ts';
import { onSmallDisk, scratchFolder } from '../../support/scratch.ts';
import { markedRun } from '../support/processes.ts';

const supervise = (script: string, change: Partial<StartInput> = {}): StartInput => {
  const root = scratchFolder();
  return {
    folder: join(root, 'supervision'),
    console: join(root, 'console'),
    directory: root,
    command: ['sh', '-c', script],
    env: markedRun().env,
    ...change,
  };
};

const watch = (input: StartInput) => watchRun({ folder: input.folder, signal: AbortSignal.timeout(20_000) });

describe('startSupervised', () => {
  it('appends output and errors to the console in order, in the given folder and environment', async () => {
    const input = supervise('echo "$GREETING from $(basename "$PWD")"; echo oops >&2; exit 3');
    mkdirSync(join(input.directory, 'work'));
    writeFileSync(input.console, '=== execute ===\n');
    await startSupervised({ ...input, directory: join(input.directory, 'work'), env: { ...input.env, GREETING: 'hi' } });
    assert.equal((await watch(input)).exitCode, 3);
    assert.equal(readFileSync(input.console, 'utf8'), '=== execute ===\nhi from work\noops\n');
  });

  it('gives arguments through untouched', async () => {
    const input = supervise('', { command: ['printf', '%s|', 'a b', '$HOME', '"', "'", '-n', ''] });
    await startSupervised(input);
    await watch(input);
    assert.equal(readFileSync(input.console, 'utf8'), `a b|$HOME|"|'|-n||`);
  });

  it('tells a signal by 128 and its number, and a command that does not exist by 127', async () => {
    const killed = supervise('kill -9 $$');
    await startSupervised(killed);
    assert.equal((await watch(killed)).exitCode, 137);
    const missing = supervise('', { command: ['/no/such/python'] });
    await startSupervised(missing);
    assert.equal((await watch(missing)).exitCode, 127);
    assert.match(readFileSync(missing.console, 'utf8'), /no\/such\/python.*not found/);
  });

  it('leaves SIGINT and SIGTERM to the process as they are by default', async () => {
    const input = supervise(`grep SigIgn /proc/self/status`);
    await startSupervised(input);
    await watch(input);
    const ignored = BigInt(`0x${readFileSync(input.console, 'utf8').trim().split(/\s+/)[1]}`);
    assert.equal(ignored & 0b100000000000010n, 0n);
  });

  it('starts the process once, however often it is asked', async () => {
    const input = supervise('echo once; sleep 0.2');
    await Promise.all(Array.from({ length: 8 }, () => startSupervised(input)));
    await watch(input);
    await startSupervised(input).then((child) => once(child, 'exit'));
    assert.equal(readFileSync(input.console, 'utf8'), 'once\n');
  });

  it('survives kill -9 of the agent: the same process is found again and its exit code too', async () => {
    const input = supervise('echo started; while [ ! -e go ]; do sleep 0.05; done; echo done; exit 7');
    const module = new URL('../../../agent-worker/runs/supervision.ts', import.meta.url).href;
    const program = `const { startSupervised } = await import('${module}');
      await startSupervised(${JSON.stringify(input)}); setInterval(() => {}, 1000);`;
    const agent = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'inherit' });
    const before = await eventually('the process is started', () => readSupervision(input.folder).process);
    agent.kill('SIGKILL');
    await once(agent, 'exit');

    const after = readSupervision(input.folder);
    assert.deepEqual([after.process, after.alive, after.exitCode], [before, true, undefined]);
    writeFileSync(join(input.directory, 'go'), '');
    assert.equal((await watch(input)).exitCode, 7);
    assert.equal(readFileSync(input.console, 'utf8'), 'started\ndone\n');
    assert.equal(isAlive(before), false);
  });

  it('keeps the exit code on a full disk, and says that the disk was full', async function () {
    const input = supervise('while echo 0123456789012345678901234567890123456789; do :; done 2>/dev/null; exit 5');
    const result = await onSmallDisk(256 * 1024, async (disk) => {
      const full = { ...input, folder: join(disk, 'supervision'), console: join(disk, 'console') };
      await startSupervised(full);
      return watch(full);
    });
    if (!result) return this.skip();
    assert.deepEqual(result, { exitCode: 5, diskWasFull: true });
  });

  it('leaves no supervisor behind when its folder is removed while the process runs', async () => {
    const input = supervise('while [ ! -e go ]; do sleep 0.05; done');
    await startSupervised(input);
    const { supervisor } = await eventually('it runs', () => {
      const found = readSupervision(input.folder);
      return found.process && found.supervisor ? found : undefined;
    });
    rmSync(input.folder, { recursive: true });
    writeFileSync(join(input.directory, 'go'), '');
    await eventually('the supervisor leaves', () => !isAlive(supervisor!));
  });
});

describe('watchRun', () => {
  it('lets go without touching the process when its signal is aborted', async () => {
    const input = supervise('while [ ! -e go ]; do sleep 0.05; done');
    const child = await startSupervised(input);
    const stop = new AbortController();
    const watching = watchRun({ folder: input.folder, child, signal: stop.signal });
    const found = await eventually('the process is started', () => readSupervision(input.folder).process);
    stop.abort(new Error('let go'));
    await assert.rejects(watching, /let go/);
    assert.ok(isAlive(found));
    writeFileSync(join(input.directory, 'go'), '');
    await watch(input);
  });

  it('ends when supervisor and process were both killed, without an exit code', async () => {
    const input = supervise('exec sleep 60');
    await startSupervised(input);
    const state = await eventually('the process is started', () => {
      const { supervisor, process } = readSupervision(input.folder);
      return supervisor && process && { supervisor, process };
    });
    process.kill(state.supervisor.pid, 'SIGKILL');
    process.kill(state.process.pid, 'SIGKILL');
    assert.equal((await watch(input)).exitCode, undefined);
  });
});
