import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openDaemonRegistry } from '../../../agent-worker/cli/daemon-registry.ts';
import { eventually } from '../../support/eventually.ts';
import { scratchFolder } from '../../support/scratch.ts';

const entry = { apiUrl: 'http://one', queues: ['q'], gpus: null, workerId: null, services: null, hours: null, logFile: null };
const MODULE = new URL('../../../agent-worker/cli/daemon-registry.ts', import.meta.url).href;

/** Another process that enters itself. */
function startDaemon(stateDir: string) {
  const program = `const { openDaemonRegistry } = await import('${MODULE}');
    const registry = openDaemonRegistry('${stateDir}');
    process.on('SIGTERM', () => { console.log(registry.requestedStop()); process.exit(); });
    registry.enter({ ...${JSON.stringify(entry)}, worker: 'other' }); setInterval(() => {}, 1000);`;
  return spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
}

describe('openDaemonRegistry', () => {
  it('lists this process until it leaves', () => {
    const registry = openDaemonRegistry(scratchFolder());
    registry.enter({ ...entry, worker: null });
    registry.enter({ ...entry, worker: 'host:0' });
    assert.deepEqual(
      registry.list().map(({ worker, process: { pid } }) => [worker, pid]),
      [['host:0', process.pid]],
    );
    registry.leave();
    assert.deepEqual(registry.list(), []);
  });

  it('tells another process what to do with its runs', async () => {
    const stateDir = scratchFolder();
    const registry = openDaemonRegistry(stateDir);
    const child = startDaemon(stateDir);
    const daemon = await eventually('it is listed', () => registry.list()[0]);
    registry.requestStop(daemon, 'drain');
    child.kill('SIGTERM');
    assert.equal((await child.stdout.setEncoding('utf8').toArray()).join(''), 'drain\n');
  });

  it('forgets a process that was killed', async () => {
    const stateDir = scratchFolder();
    const registry = openDaemonRegistry(stateDir);
    const child = startDaemon(stateDir);
    await eventually('it is listed', () => registry.list()[0]);
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.deepEqual(registry.list(), []);
  });
});
