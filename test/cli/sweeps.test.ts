import assert from 'node:assert/strict';
import { join } from 'node:path';
import { readSweep, readTrials } from '../../sdk/sweeps/index.ts';
import { eventually } from '../support/eventually.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { type CliResult, runCli } from './run-cli.ts';

const DEFINITIONS = join(import.meta.dirname, 'definitions');
/** Under load every process takes its time. */
const DEADLINE = { deadlineMs: 120_000 };

describe('sweeps from the command line', function () {
  this.timeout(400_000);
  let installation: Installation;
  before(async () => {
    installation = await startInstallation({ agents: true, env: { CLEARML_AGENT_SKIP_PYTHON_ENV_INSTALL: '1' } });
    await installation.client.call('queues.create', { name: 'nobody serves this' });
  });
  after(() => installation?.release());

  const perdura = (...args: string[]): Promise<CliResult> => runCli(['sweep', ...args], { env: installation.env });
  const succeed = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await perdura(...args);
    assert.equal(code, 0, stderr);
    return stdout.trim();
  };

  it('run to their end by a strategy of their own', async () => {
    const { code, stdout, stderr } = await perdura('run', join(DEFINITIONS, 'one-by-one.ts'));
    assert.equal(code, 0, stderr);
    const sweep = /^sweep (\w+): http/m.exec(stderr)?.[1] ?? assert.fail(stderr);
    const trials = await readTrials(installation.client, sweep);
    assert.deepEqual(
      trials.map(({ parameters, state, values }) => [parameters['Args/x'], state, values]),
      [
        [0, 'completed', [4]],
        [1, 'completed', [1]],
        [2, 'completed', [0]],
        [3, 'completed', [1]],
      ],
    );
    assert.match(stderr, /^one by one: knows \[4,1\]$/m);
    assert.match(stdout, /^\d\d:\d\d:\d\d {2}best so far: 0, trial 2$/m);
    assert.match(stdout, /\ncompleted[^\n]*\n$/);
    const [best] = JSON.parse(await succeed('best', sweep, '--json'));
    assert.deepEqual([best.number, best.parameters], [2, { 'Args/x': 2 }]);
    const top = JSON.parse(await succeed('best', sweep, '--top', '3', '--json'));
    assert.deepEqual(
      top.map(({ number }: { number: number }) => number),
      [2, 1, 3],
    );
    assert.match(await succeed('best', sweep, '--top', '2'), /^2 +.*\n1 +.*$/m);
    const none = await perdura('best', sweep, '--top', '0');
    assert.deepEqual([none.code, /A whole number from 1 to/.test(none.stderr)], [2, true], none.stderr);
    assert.match(await succeed('show', sweep), /^\* +2 +completed +0 +1 +Args\/x=2$/m);
    assert.match(await succeed('list'), new RegExp(`^${sweep} +completed +.* +4 completed +0 +cli +one by one$`, 'm'));
  });

  it('are steered while they run', async () => {
    const sweep = await succeed('run', join(DEFINITIONS, 'waiting.yaml'), '--no-follow');
    await eventually('two trials wait', async () => (await readTrials(installation.client, sweep)).length === 2, DEADLINE);
    await succeed('pause', sweep);
    assert.equal((await readSweep(installation.client, sweep)).paused, true);
    await succeed('update', sweep, '--max-trials', '3', '--max-concurrent', '4', '--trial-time', '1.5h');
    const { limits } = (await readSweep(installation.client, sweep)).spec!;
    assert.deepEqual([limits.maxTrials, limits.maxConcurrent, limits.trialTimeMs], [3, 4, 5_400_000]);
    assert.match(await succeed('add', sweep, 'Args/x=2.5'), /^trial 2 of /);
    await succeed('resume', sweep);
    const trials = await eventually(
      'a trial by hand',
      async () => {
        const all = await readTrials(installation.client, sweep);
        return all.length === 3 ? all : undefined;
      },
      DEADLINE,
    );
    assert.deepEqual([trials[2]!.parameters, trials[2]!.byHand], [{ 'Args/x': 2.5 }, true]);
    const refused = await perdura('add', sweep, 'Args/x=50');
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /Args\/x/);
    assert.equal((await perdura('update', sweep)).code, 2);
    assert.equal((await perdura('best', sweep)).code, 3);
    await succeed('stop', sweep, '--message', 'enough');
    await eventually('it has stopped', async () => (await readSweep(installation.client, sweep)).status === 'stopped', DEADLINE);
    assert.match(await succeed('show', sweep), /^reason +.*enough/m);
  });

  it('say what is wrong with a file, or that there is none', async () => {
    const none = await perdura('run', join(DEFINITIONS, 'nowhere.yaml'));
    assert.equal(none.code, 3);
    const wrong = await perdura('run', join(DEFINITIONS, 'failing.ts'));
    assert.match(wrong.stderr, /has no sweep as its default export/);
    assert.equal(wrong.code, 1);
    assert.match((await perdura('worker', join(DEFINITIONS, 'waiting.yaml'))).stderr, /needs no worker: its strategy is random/);
  });
});
