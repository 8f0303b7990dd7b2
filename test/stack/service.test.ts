import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning, type ProcessIdentity, signalProcess } from '../../stack/process-identity.ts';
import { whenLogSays } from '../../stack/readiness.ts';
import { createService, type Service, type ServiceSpec } from '../../stack/service.ts';
import { eventually } from '../support/eventually.ts';
import { temporaryFolder } from './support.ts';

describe('createService', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let processes: ProcessIdentity[];
  let news: string[];
  let service: Service;

  beforeEach(async () => {
    folder = await temporaryFolder();
    processes = [];
    news = [];
  });
  afterEach(async () => {
    await service.stop();
    await folder.release();
  });

  function create(script: string, spec: Partial<ServiceSpec> = {}): Service {
    service = createService(
      {
        name: 'thing',
        command: 'sh',
        args: ['-c', script],
        cwd: folder.path,
        env: process.env,
        logFile: join(folder.path, 'thing.log'),
        ready: whenLogSays('up'),
        readyMs: 5_000,
        stopGraceMs: 2_000,
        ...spec,
      },
      {
        started: (process) => processes.push(process),
        ready: (again) => news.push(again ? 'ready again' : 'ready'),
        ended: (how) => news.push(how),
      },
    );
    return service;
  }

  it('is ready when its check says so, and gone after stop', async () => {
    await create('echo up; exec sleep 60').start();
    assert.deepEqual(news, ['ready']);
    assert.ok(isRunning(processes[0]!));
    await service.stop();
    assert.ok(!isRunning(processes[0]!));
    assert.deepEqual(news, ['ready']);
  });

  it('is started again when it is killed', async () => {
    await create('echo up; exec sleep 60').start();
    signalProcess(processes[0]!, 'SIGKILL');
    await eventually('it is ready again', () => news.includes('ready again'));
    assert.deepEqual(news, ['ready', 'was ended by SIGKILL', 'ready again']);
    assert.equal(processes.length, 2);
    assert.ok(isRunning(processes[1]!));
  });

  it('fails with the end of its log when it ends before it is ready', async () => {
    await assert.rejects(create('echo first; echo the reason >&2; exit 3').start(), {
      name: 'ServiceFailedError',
      message: /^thing ended with exit code 3; the end of .*thing\.log:\n {4}first\n {4}the reason$/,
    });
    assert.deepEqual(news, []);
  });

  it('fails when it is not ready in time, and does not leave it running', async () => {
    await assert.rejects(create('exec sleep 60', { readyMs: 50 }).start(), /thing was not ready after 0\.05 s \(nothing in/);
    assert.ok(!isRunning(processes[0]!));
  });

  it('fails when there is no such program', async () => {
    await assert.rejects(create('', { command: '/nowhere/program' }).start(), /thing could not be started: .*ENOENT/);
  });

  it('fails with the reason of a check that gives up', async () => {
    const ready = async () => {
      throw new Error('wrong password');
    };
    await assert.rejects(create('exec sleep 60', { ready }).start(), /thing failed: wrong password/);
    assert.ok(!isRunning(processes[0]!));
  });

  it('is tried as often as it may be', async () => {
    const script = 'echo run >> runs; [ $(wc -l < runs) -ge 3 ] && echo up && exec sleep 60; exit 1';
    await create(script, { startAttempts: 3 }).start();
    // A process that has ended already is started too, but can no longer be told apart from others: it is not announced.
    assert.equal(readFileSync(join(folder.path, 'runs'), 'utf8'), 'run\n'.repeat(3));
  });

  it('is tried again when its preparation fails later', async () => {
    let preparations = 0;
    const prepare = async () => {
      if (++preparations === 2) throw new Error('not now');
    };
    await create('echo up; exec sleep 60', { prepare }).start();
    signalProcess(processes[0]!, 'SIGKILL');
    await eventually('it is ready again', () => news.includes('ready again'));
    assert.deepEqual(news, ['ready', 'was ended by SIGKILL', 'failed: not now', 'ready again']);
  });

  it('gets its stop signal, and SIGKILL after the grace time', async () => {
    await create('trap "echo got int" INT; trap "" TERM; echo up; while :; do sleep 0.05; done', {
      stopSignal: 'SIGINT',
      stopGraceMs: 300,
    }).start();
    await service.stop();
    assert.match(readFileSync(join(folder.path, 'thing.log'), 'utf8'), /got int/);
    assert.ok(!isRunning(processes[0]!));
  });

  it('rejects its start when it is stopped before it is ready', async () => {
    const start = create('exec sleep 60').start();
    await eventually('it runs', () => processes.length === 1);
    await Promise.all([assert.rejects(start, /stopped before it was ready/), service.stop()]);
    assert.ok(!isRunning(processes[0]!));
  });

  it('does not come back after kill', async () => {
    await create('trap "" TERM; echo up; while :; do sleep 0.05; done', { stopGraceMs: 60_000 }).start();
    service.kill();
    await service.stop();
    assert.equal(processes.length, 1);
    assert.ok(!isRunning(processes[0]!));
  });
});
