import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ActivityCancellationDetails } from '@temporalio/common';
import { isAlive } from '../../../agent-worker/runs/process-table.ts';
import { readSupervision } from '../../../agent-worker/runs/supervision.ts';
import { type RunRef, runKey } from '../../../workflows/contracts/run.ts';
import { eventually } from '../../support/eventually.ts';
import { onSmallDisk, scratchFolder } from '../../support/scratch.ts';
import { activityEnvironment, type StageBench, stageBench } from '../support/stage-bench.ts';

const literal = (diff: string) => ({ script: { diff, entry_point: 'main.py' } });

const supervision = (bench: StageBench, run: { taskId: string; attempt: number }) =>
  readSupervision(join(bench.runsDir, runKey(run), 'supervision'));

const lastWords = ({ server }: StageBench, run: RunRef) =>
  server.stages(run).find(({ stage, state }) => stage === 'execute' && state === 'completed')?.lastLines ?? '';

describe('a run', () => {
  it('goes through its stages, tells the server of each, and leaves nothing behind', async () => {
    const bench = await stageBench();
    const { run } = bench.claim({
      ...literal('import os, sys\nprint("out", os.environ["COLOR"])\nprint("err", file=sys.stderr)\n'),
      container: { setup_shell_script: 'echo setting up' },
      environment: { COLOR: 'red' },
    });
    const outcome = await bench.runAll(run);
    assert.deepEqual(outcome, { kind: 'exited', exitCode: 0 });

    const lines = bench.server.console(run).trimEnd().split('\n');
    assert.deepEqual(
      lines.map((line) => line.replace(/\d+\.\d s/, 's').replace(/Python [\d.]+ /, 'Python ')),
      [
        '=== setupScript ===',
        'setting up',
        '=== setupScript done in s ===',
        '=== diff ===',
        "the task's own script is main.py",
        '=== diff done in s: main.py ===',
        '=== environment ===',
        '=== environment done in s: Python of the machine as it is: CLEARML_AGENT_SKIP_PYTHON_ENV_INSTALL ===',
        '=== execute ===',
        lines.find((line) => line.startsWith('[.]$ '))!,
        'out red',
        'err',
        '=== execute done in s: exit code 0 ===',
        '=== cleanUp ===',
        '=== cleanUp done in s ===',
      ],
    );
    assert.deepEqual(
      bench.server.stages(run).map(({ stage, state }) => `${stage} ${state}`),
      ['setupScript', 'diff', 'environment', 'execute', 'cleanUp'].flatMap((stage) => [`${stage} started`, `${stage} completed`]),
    );
    assert.deepEqual(readdirSync(bench.runsDir), []);
    assert.equal(bench.gate.free, 1);
  });

  it('tells exit code and last lines of code that fails', async () => {
    const bench = await stageBench();
    const { run } = bench.claim(literal('print("before")\nraise ValueError("x1")\n'));
    const outcome = await bench.runAll(run);
    assert.ok(outcome.kind === 'exited' && outcome.exitCode === 1, JSON.stringify(outcome));
    assert.match(lastWords(bench, run), /^before\nTraceback[\s\S]*ValueError: x1$/);
  });

  it('names the signal that ended it', async () => {
    const bench = await stageBench();
    const { run } = bench.claim(literal('import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n'));
    const outcome = await bench.runAll(run);
    assert.deepEqual(outcome, { kind: 'signalled', signal: 'SIGKILL', outOfMemory: false });
  });

  it('is cleaned up once: a second try finds nothing to do', async () => {
    const bench = await stageBench();
    const { run } = bench.claim(literal('pass\n'));
    await bench.runAll(run);
    await bench.run('cleanUp', run);
    assert.deepEqual(readdirSync(bench.runsDir), []);
  });

  it('loses no line while the server is away, and ends when the last one is stored', async () => {
    const bench = await stageBench();
    const { run } = bench.claim(literal('for i in range(20000): print("line", i)\n'));
    await bench.run('diff', run);
    await bench.run('environment', run);
    await eventually('the server has the beginning', () => bench.server.console(run).includes('environment done'));
    bench.server.away = true;
    const executing = bench.run('execute', run);
    await eventually('the process has ended', () => supervision(bench, run).exitCode === 0);
    bench.server.away = false;
    assert.equal((await executing).kind, 'exited');
    const numbers = [...bench.server.console(run).matchAll(/^line (\d+)$/gm)].map(([, number]) => Number(number));
    assert.deepEqual(
      numbers,
      Array.from({ length: 20_000 }, (_, number) => number),
    );
  });

  it('shows none of its secrets', async () => {
    const bench = await stageBench({ conf: { agent: { git_pass: 'git-s3cr3t' } } });
    const { run } = bench.claim({
      ...literal(
        'import os\nprint(os.environ["DB_PASSWORD"], "git-s3cr3t", "the-secret-key", os.environ["CLEARML_AUTH_TOKEN"])\nraise SystemExit(os.environ["DB_PASSWORD"])\n',
      ),
      environment: { DB_PASSWORD: 's3cr3t' },
      container: {
        setup_shell_script: 'echo arg-s3cr3t; echo the set-up knows arg-s3cr3t >&2; false',
        arguments: '-e API_TOKEN=arg-s3cr3t',
      },
    });
    const failure = await bench.run('setupScript', run).then(
      () => assert.fail('the script fails'),
      (error: Error) => error.message,
    );
    await bench.run('diff', run);
    await bench.run('environment', run);
    const outcome = await bench.run('execute', run);
    await bench.run('cleanUp', run);
    const said = `${bench.server.console(run)} ${JSON.stringify(bench.server.stages(run))} ${JSON.stringify(outcome)} ${failure}`;
    assert.doesNotMatch(said, /s3cr3t|the-secret-key|token-of-the-attempt/);
    assert.match(said, /\*{6} \*{10} \*{14} \*{20}/);
  });
});

describe('a full disk', () => {
  it('is told as the reason, and the run still ends', async function () {
    const script = 'line = "x" * 1000\nfor _ in range(10000): print(line)\n';
    const outcome = await onSmallDisk(1024 * 1024, async (disk) => {
      const bench = await stageBench({ env: { PERDURA_AGENT_DIR: disk } });
      const { run } = bench.claim(literal(script));
      await bench.run('diff', run);
      await bench.run('environment', run);
      const ended = await bench.run('execute', run);
      await bench.run('cleanUp', run);
      return { ended, said: lastWords(bench, run) };
    });
    if (!outcome) return this.skip();
    const { ended, said } = outcome;
    assert.ok(ended.kind === 'exited' && ended.exitCode !== 0 && ended.diskFull, JSON.stringify(ended));
    assert.match(said, /No space was left on the disk of .*: output of this run is missing\.$/);
  });
});

describe('a stop that was requested', () => {
  it('ends the process and everything that it has started, within its grace time', async () => {
    const bench = await stageBench();
    const { run } = bench.claim(
      literal(
        'import subprocess, time\nsubprocess.Popen(["sh", "-c", "trap \'\' TERM; echo ready; while :; do sleep 0.05; done"], start_new_session=True)\ntime.sleep(600)\n',
      ),
    );
    await bench.run('diff', run);
    const activity = activityEnvironment();
    const executing = bench.run('execute', run, activity);
    await eventually('the grandchild is ready', () => bench.server.console(run).includes('ready'));
    activity.cancel('CANCELLED', new ActivityCancellationDetails({ cancelRequested: true }));
    assert.deepEqual(await executing, { kind: 'stopped' });
    assert.equal(supervision(bench, run).alive, false);
    await bench.run('cleanUp', run);
    assert.equal(bench.gate.free, 1);
  });

  it('ends a stage before the process as cancelled, with its tools', async () => {
    const bench = await stageBench();
    const { run } = bench.claim({ container: { setup_shell_script: 'echo ready; sleep 600' } });
    const activity = activityEnvironment();
    const settingUp = bench.run('setupScript', run, activity);
    await eventually('it is ready', () => bench.server.console(run).includes('ready'));
    activity.cancel('CANCELLED', new ActivityCancellationDetails({ cancelRequested: true }));
    await assert.rejects(settingUp, { name: 'CancelledFailure' });
    await bench.run('cleanUp', run);
  });
});

describe('an agent that lets go', () => {
  for (const [reason, details] of [
    ['WORKER_SHUTDOWN', { workerShutdown: true }],
    ['NOT_FOUND', { notFound: true }],
    ['TIMED_OUT', { timedOut: true }],
  ] as const) {
    it(`leaves the process alone upon ${reason}, and its next process finds it again`, async () => {
      const bench = await stageBench();
      const folder = scratchFolder();
      const { run } = bench.claim(
        literal(
          `import os, time\nprint("started", flush=True)\nwhile not os.path.exists("${folder}/go"): time.sleep(0.02)\nprint("done")\n`,
        ),
      );
      await bench.run('diff', run);
      const activity = activityEnvironment();
      const executing = bench.run('execute', run, activity);
      await eventually('it has started', () => bench.server.console(run).includes('started'));
      const { process: before } = supervision(bench, run);
      activity.cancel(reason, new ActivityCancellationDetails(details));
      await assert.rejects(executing, { type: 'AgentLetGo', nonRetryable: false });
      assert.ok(isAlive(before!));

      bench.registry.letGo('killed');
      const next = bench.restart();
      next.registry.adopt();
      assert.deepEqual([next.registry.refs(), next.gate.free], [[run], 0]);
      const again = next.run('execute', run);
      assert.deepEqual(supervision(next, run).process, before);
      writeFileSync(join(folder, 'go'), '');
      assert.deepEqual(await again, { kind: 'exited', exitCode: 0 });
      await next.run('cleanUp', run);
      assert.equal(next.server.console(run).match(/started/g)?.length, 1);
      assert.equal(next.server.console(run).match(/=== execute ===/g)?.length, 1);
    });
  }

  it('finds the end of a process that ended meanwhile, and tells it when the server is back', async () => {
    const bench = await stageBench();
    const { run } = bench.claim(literal('print("done")\n'));
    await bench.run('diff', run);
    const activity = activityEnvironment();
    const executing = bench.run('execute', run, activity);
    await eventually('it has started', () => supervision(bench, run).started);
    activity.cancel('WORKER_SHUTDOWN', new ActivityCancellationDetails({ workerShutdown: true }));
    await executing.catch(() => undefined);
    bench.registry.letGo('killed');
    await eventually('it has ended', () => supervision(bench, run).exitCode === 0);

    const next = bench.restart();
    next.registry.adopt();
    bench.server.away = true;
    const found = next.run('execute', run);
    bench.server.away = false;
    assert.deepEqual(await found, { kind: 'exited', exitCode: 0 });
    await next.run('cleanUp', run);
    assert.match(bench.server.console(run), /^done$/m);
  });
});

describe('a run that is not this agent’s', () => {
  it('waits for the answer of the claim that has brought it, which its first stage may overtake', async () => {
    const bench = await stageBench();
    const { run } = bench.claim();
    const ref = { ...run, attempt: 2 };
    bench.server.specs.set(runKey(ref), { ...bench.server.specs.get(runKey(run))!, run: ref });
    const answer = Promise.withResolvers<void>();
    bench.claimsAnswered = answer.promise;
    const stage = bench.run('environment', ref);
    await bench.registry.end(bench.registry.open(run)!);
    bench.registry.hold(ref, bench.gate.tryTake()!);
    answer.resolve();
    await stage;
    assert.deepEqual(bench.server.released, []);
    await bench.run('cleanUp', ref);
  });

  it('is given back when there is no slot for it', async () => {
    const bench = await stageBench();
    const first = bench.claim(literal('pass\n'));
    const stranger = { taskId: 'stranger', attempt: 3 };
    await assert.rejects(bench.run('environment', stranger), { type: 'NoSlotError' });
    assert.deepEqual(bench.server.released, [stranger]);
    await bench.run('cleanUp', first.run);
  });

  it('is killed and removed when the server revokes it', async () => {
    const bench = await stageBench();
    const { run } = bench.claim(literal('import time\nprint("ready", flush=True)\ntime.sleep(600)\n'));
    await bench.run('diff', run);
    const executing = bench.run('execute', run);
    executing.catch(() => undefined);
    await eventually('it is ready', () => bench.server.console(run).includes('ready'));
    const { process: found } = supervision(bench, run);
    await bench.registry.revoke(run, 'superseded');
    await assert.rejects(executing, { type: 'AgentLetGo' });
    assert.deepEqual([isAlive(found!), existsSync(join(bench.runsDir, runKey(run))), bench.gate.free], [false, false, 1]);
  });

  it('is lost, and no mistake of its user, when the disk with what earlier stages prepared is gone', async () => {
    const bench = await stageBench();
    const { run } = bench.claim({ ...literal('print("x")\n'), stages: ['diff', 'execute', 'cleanUp'] });
    await assert.rejects(bench.run('execute', run), { type: 'RunLostError', nonRetryable: true });
    await bench.run('cleanUp', run);
  });

  it('is not tried again when the server refuses it', async () => {
    const bench = await stageBench();
    const { run } = bench.claim(literal('pass\n'));
    bench.server.specs.delete(runKey(run));
    await bench.registry.revoke(run, 'a test');
    await assert.rejects(bench.run('diff', run), { nonRetryable: true });
    await bench.run('cleanUp', run);
  });
});

describe('a mistake in the task', () => {
  const fails = async (
    spec: Parameters<StageBench['claim']>[0],
    stage: 'setupScript' | 'clone' | 'diff' | 'execute',
    message: RegExp,
  ) => {
    const bench = await stageBench();
    const { run } = bench.claim(spec);
    await assert.rejects(bench.run(stage, run), { type: 'UserFailure', nonRetryable: true, message });
    await bench.run('cleanUp', run);
    assert.match(bench.server.console(run), new RegExp(`=== ${stage} failed after \\d+\\.\\d s: `));
    const report = bench.server.stages(run).find(({ state }) => state === 'failed');
    assert.ok(report?.stage === stage && message.test(report.detail!), JSON.stringify(report));
  };

  it('is a set-up script with a line that fails', () =>
    fails(
      { container: { setup_shell_script: 'echo one\ncat /no/such/file\necho never\n' } },
      'setupScript',
      /line 2 failed with exit code 1: cat \/no\/such\/file/,
    ));

  it('is a broken address', () =>
    fails({ script: { repository: 'file:///no/such.git' } }, 'clone', /cannot fetch the repository file:\/\/\/no\/such\.git/));

  it('is a script that is not there', () =>
    fails(
      { stages: ['execute'], script: { entry_point: 'missing.py' } },
      'execute',
      /the script "missing\.py" is not in \. of the code/,
    ));

  it('is no entry point at all', () => fails({ stages: ['execute'], script: { entry_point: '' } }, 'execute', /no entry point/));
});
