import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { takeWorkerFolder, workerCandidates } from '../../../agent-worker/server/worker-folder.ts';
import { scratchFolder } from '../../support/scratch.ts';

const soon = () => AbortSignal.timeout(30_000);
const MODULE = new URL('../../../agent-worker/server/worker-folder.ts', import.meta.url).href;

describe('takeWorkerFolder', () => {
  it('lets one living process have a worker id', async () => {
    const workers = scratchFolder();
    const mine = await takeWorkerFolder(workers, 'host:0', soon());
    assert.equal(await takeWorkerFolder(workers, 'host:0', soon()), undefined);
    assert.ok(await takeWorkerFolder(workers, 'host:1', soon()));
    mine!.release();
    const again = await takeWorkerFolder(workers, 'host:0', soon());
    assert.equal(again!.instance, mine!.instance);
    assert.notEqual((await takeWorkerFolder(workers, 'host:2', soon()))!.instance, mine!.instance);
  });

  it('gives the id of a killed process to the next at once, with the same instance', async () => {
    const workers = scratchFolder();
    const program = `const { takeWorkerFolder } = await import('${MODULE}');
      console.log((await takeWorkerFolder('${workers}', 'host:0', AbortSignal.timeout(9000))).instance); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [instance] = await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const taken = await takeWorkerFolder(workers, 'host:0', soon());
    assert.equal(taken?.instance, String(instance).trim());
  });
});

describe('workerCandidates', () => {
  it('is the exact id, or numbers from 0 on', () => {
    assert.deepEqual(workerCandidates('/nowhere', { kind: 'exact', id: 'x' }), ['x']);
    assert.deepEqual(workerCandidates('/nowhere', { kind: 'numbered', prefix: 'host' }).slice(0, 2), ['host:0', 'host:1']);
  });

  it('begins with the id under which runs were left', async () => {
    const workers = scratchFolder();
    const folder = await takeWorkerFolder(workers, 'host:2', soon());
    mkdirSync(join(folder!.runsDir, 'task-1'), { recursive: true });
    assert.deepEqual(workerCandidates(workers, { kind: 'numbered', prefix: 'host' }).slice(0, 2), ['host:2', 'host:0']);
  });
});
