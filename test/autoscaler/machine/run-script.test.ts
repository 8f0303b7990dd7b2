import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runScript } from '../../../autoscaler/machine/run-script.ts';
import { identifyProcess } from '../../../stack/process-identity.ts';
import { eventually } from '../../support/eventually.ts';

describe('the script before the agent', () => {
  let stateDir: string;
  beforeEach(async () => {
    stateDir = await mkdtemp(join(tmpdir(), 'perdura-test-script-'));
  });
  afterEach(() => rm(stateDir, { recursive: true, force: true }));

  async function run(script: string, signal = new AbortController().signal) {
    let printed = '';
    const outcome = await runScript({
      ...{ script, stateDir, signal, env: { PATH: process.env.PATH, KEPT: 'as it was' } },
      print(text) {
        printed += text;
      },
    });
    return { ...outcome, printed };
  }

  it('shows and keeps what it prints, and hands on what it exports', async () => {
    const { ok, log, printed, env } = await run(`echo one\nexport MADE='a b'\nNOT_EXPORTED=1\necho two >&2`);
    assert.equal(ok, true);
    assert.deepEqual([log, printed], ['one\ntwo\n', 'one\ntwo\n']);
    assert.deepEqual([env.MADE, env.KEPT, env.NOT_EXPORTED], ['a b', 'as it was', undefined]);
  });

  it('fails with the first command that fails, and names its line', async () => {
    const { ok, log } = await run('echo one\nfalse\necho never');
    assert.equal(ok, false);
    assert.equal(log, 'one\nline 2 failed with exit code 1: false\n');
  });

  it('says how it ended when it left by itself', async () => {
    assert.match((await run('exit 3')).log, /ended with exit code 3$/);
    assert.match((await run('if')).log, /syntax error/);
    assert.equal((await run('exit 0')).ok, true);
  });

  it('is shown while it runs', async () => {
    let seen = '';
    const running = runScript({
      ...{ script: `echo ready; until [ -e "${stateDir}/go" ]; do sleep 0.05; done`, stateDir, env: process.env },
      signal: new AbortController().signal,
      print(text) {
        seen += text;
      },
    });
    await eventually('its first line', () => seen === 'ready\n');
    await runScript({
      script: `touch "${stateDir}/go"`,
      stateDir: join(stateDir, 'other'),
      env: process.env,
      print: () => {},
      signal: new AbortController().signal,
    });
    assert.equal((await running).ok, true);
  });

  it('does not wait for what it leaves running', async () => {
    const { ok, log } = await run('sleep 60 & echo $!');
    assert.equal(ok, true);
    process.kill(Number(log), 'SIGKILL');
  });

  it('ends with the machine, and with it what it waits for', async () => {
    const end = new AbortController();
    const running = run(`cd "${stateDir}"; sleep 600 & echo $! >pid; mv pid started; wait`, end.signal);
    const pid = Number(await eventually('the script runs', () => readFile(join(stateDir, 'started'), 'utf8').catch(() => '')));
    end.abort();
    await assert.rejects(running, { name: 'AbortError' });
    await eventually('what it waited for is gone', () => identifyProcess(pid) === undefined);
  });

  it('lies where nobody else reads it, since it may hold secrets', async () => {
    await run('true');
    assert.equal((await stat(join(stateDir, 'set-up'))).mode & 0o777, 0o700);
  });
});
