import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { globSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { pino } from 'pino';
import { runAgent } from '../../agent-worker/main.ts';
import type { AgentOptions } from '../../agent-worker/options/agent-options.ts';
import { findRunProcesses } from '../../agent-worker/runs/process-table.ts';
import { type RunRef, runKey } from '../../workflows/contracts/run.ts';
import { eventually } from '../support/eventually.ts';
import { scratchFolder } from '../support/scratch.ts';
import { startTestTemporal } from '../support/temporal.ts';
import { agentOptions, type TestOptions } from './support/agent-options.ts';
import { type FakeServer, startFakeServer } from './support/fake-server.ts';
import { runSpec } from './support/run-spec.ts';
import type * as workflows from './support/workflows/index.ts';

const TASK_QUEUE = 'agent-test';

describe('runAgent', () => {
  let temporal: TestWorkflowEnvironment;
  let workflowWorker: Worker;
  let running: Promise<void>;
  let server: FakeServer;
  let stopping: (() => Promise<unknown>)[] = [];

  before(async () => {
    temporal = await startTestTemporal();
    workflowWorker = await Worker.create({
      connection: temporal.nativeConnection,
      taskQueue: TASK_QUEUE,
      workflowsPath: fileURLToPath(new URL('support/workflows/index.ts', import.meta.url)),
    });
    running = workflowWorker.run();
  });
  after(async () => {
    workflowWorker?.shutdown();
    await running;
    await temporal?.teardown();
  });
  beforeEach(async () => {
    server = await startFakeServer();
    server.temporal = { address: temporal.address, namespace: 'default' };
  });
  afterEach(async () => {
    await Promise.all(stopping.map((stop) => stop()));
    stopping = [];
    await server.close();
  });

  const options = (change: Omit<TestOptions, 'url'> = {}) => agentOptions({ ...change, url: server.url });

  async function startAgent(settings: AgentOptions, now?: () => Date) {
    const stop = new AbortController();
    const ready = Promise.withResolvers<string>();
    const ended = runAgent(settings, {
      signal: stop.signal,
      log: pino({ level: 'silent' }),
      ...(now && { now }),
      onReady: ({ worker }) => ready.resolve(worker),
    });
    ended.catch(ready.reject);
    const end = async (mode: string) => {
      stop.abort(mode);
      await ended;
    };
    stopping.push(() => end('requeue').catch(() => undefined));
    return { worker: await ready.promise, end };
  }

  const start = <K extends keyof typeof workflows>(workflow: K, argument: Parameters<(typeof workflows)[K]>[0]) =>
    temporal.client.workflow.start<(typeof workflows)[K]>(workflow, {
      taskQueue: TASK_QUEUE,
      workflowId: randomUUID(),
      args: [argument] as never,
    });

  /** A task that waits in the queue and runs a script. */
  function enqueue(script: string): RunRef {
    const run = { taskId: randomUUID().replaceAll('-', ''), attempt: 1 };
    server.specs.set(runKey(run), runSpec({ run, script: { diff: script, entry_point: 'main.py' } }));
    server.waiting.push({ run, queue: 'id-of-default' });
    return run;
  }

  const waiting = (folder: string) =>
    `import os, time\nprint("started", flush=True)\nwhile not os.path.exists("${folder}/go"): time.sleep(0.02)\nprint("done")\n`;

  it('answers tickets and runs what it has claimed, one run at a time, and takes the next when one ends', async () => {
    const { worker } = await startAgent(options());
    const folder = scratchFolder();
    const [first, second] = [enqueue(waiting(folder)), enqueue('print("second")\n')];
    assert.equal(await (await start('offerTicket', 'id-of-default')).result(), 'claimed');
    const run = await start('runScript', { worker, run: first });
    await eventually('the first runs', () => server.console(first).includes('started'));

    const ticket = await start('offerTicket', 'id-of-default');
    const declinedOrNotTaken = await Promise.race([
      ticket.result(),
      new Promise((resolve) => setTimeout(resolve, 500, 'not taken')),
    ]);
    assert.ok(['declined', 'not taken'].includes(String(declinedOrNotTaken)), String(declinedOrNotTaken));
    assert.equal(server.waiting.length, 1);

    writeFileSync(join(folder, 'go'), '');
    assert.deepEqual(await run.result(), { kind: 'exited', exitCode: 0 });
    await eventually('the second is claimed without a ticket', () => server.waiting.length === 0);
    await (await start('runScript', { worker, run: second })).result();
    assert.match(server.console(second), /^second$/m);
  });

  it('tells the server what it is, and says goodbye', async () => {
    const agent = await startAgent(options({ flags: { queues: ['one', 'two'], servicesMode: 3, cpuOnly: true, tags: ['t'] } }));
    const [request] = server.registered;
    assert.deepEqual(
      [request?.worker, request?.queues, request?.slots, request?.servicesMode, request?.gpus, request?.tags, request?.pid],
      ['box:cpu:0', ['one', 'two'], 3, true, [], ['t'], process.pid],
    );
    await eventually('a heartbeat', () => server.heartbeats.length > 0);
    await agent.end('requeue');
    assert.deepEqual(server.unregistered, ['box:cpu:0']);
  });

  it('ends at its start when its credentials are not good, which waiting would not change', async () => {
    server.locked = true;
    await assert.rejects(startAgent(options()), { name: 'ApiError', status: 401 });
  });

  it('takes the next number when an id is taken, here or elsewhere', async () => {
    server.taken.add('box:1');
    const settings = options();
    assert.equal((await startAgent(settings)).worker, 'box:0');
    assert.equal((await startAgent(settings)).worker, 'box:2');
  });

  it('does not start under an exact id that is taken', async () => {
    server.taken.add('elsewhere');
    await assert.rejects(startAgent(options({ flags: { workerId: 'elsewhere' } })), /conflict/);
    const settings = options({ flags: { gpus: '0' } });
    await startAgent(settings);
    await assert.rejects(startAgent(settings), /worker id "box:gpu0" is taken by another agent on this machine/);
  });

  it('gives its run back when it is stopped, and ends the process', async () => {
    const agent = await startAgent(options());
    const run = enqueue(waiting('/nowhere'));
    await (await start('offerTicket', 'id-of-default')).result();
    const workflow = await start('runScript', { worker: agent.worker, run });
    await eventually('it runs', () => server.console(run).includes('started'));
    await agent.end('requeue');
    assert.deepEqual(server.released, [run]);
    assert.deepEqual(findRunProcesses(runKey(run)), []);
    assert.deepEqual(server.unregistered, [agent.worker]);
    await workflow.terminate();
  });

  it('leaves its run alone when it lets go, and its next process goes on with it', async () => {
    const settings = options();
    const agent = await startAgent(settings);
    const folder = scratchFolder();
    const run = enqueue(waiting(folder));
    await (await start('offerTicket', 'id-of-default')).result();
    const workflow = await start('runScript', { worker: agent.worker, run });
    await eventually('it runs', () => server.console(run).includes('started'));
    await agent.end('detach');
    const left = findRunProcesses(runKey(run));
    assert.deepEqual([left.length > 0, server.released, server.unregistered], [true, [], []]);

    await startAgent(settings);
    const [before, after] = server.registered;
    assert.equal(after?.instance, before?.instance);
    await eventually('the run is told of', () => server.heartbeats.at(-1)?.runs.length === 1);
    assert.deepEqual(findRunProcesses(runKey(run)), left);
    writeFileSync(join(folder, 'go'), '');
    assert.deepEqual(await workflow.result(), { kind: 'exited', exitCode: 0 });
    assert.equal(server.console(run).match(/started/g)?.length, 1);
  });

  it('serves the queue that was made anew in the place of a deleted one, and its run goes on', async () => {
    const { worker } = await startAgent(options());
    const folder = scratchFolder();
    const run = enqueue(waiting(folder));
    await (await start('offerTicket', 'id-of-default')).result();
    const workflow = await start('runScript', { worker, run });
    await eventually('it runs', () => server.console(run).includes('started'));
    const processes = findRunProcesses(runKey(run));
    server.deleted.add('default');
    server.gone.push('id-of-default');
    await eventually('it registers again', () => server.registered.length === 2);
    writeFileSync(join(folder, 'go'), '');
    assert.deepEqual(await workflow.result(), { kind: 'exited', exitCode: 0 });
    assert.deepEqual([processes.length > 0, server.console(run).match(/started/g)?.length], [true, 1]);

    const next = enqueue('print("next")\n');
    assert.equal(await (await start('offerTicket', 'new-id-of-default')).result(), 'claimedElsewhere');
    assert.deepEqual(server.claims.at(-1), ['new-id-of-default']);
    assert.deepEqual(await (await start('runScript', { worker, run: next })).result(), { kind: 'exited', exitCode: 0 });
  });

  it('waits for its run when it drains, and claims nothing more', async () => {
    const agent = await startAgent(options());
    const folder = scratchFolder();
    const run = enqueue(waiting(folder));
    await (await start('offerTicket', 'id-of-default')).result();
    const workflow = await start('runScript', { worker: agent.worker, run });
    await eventually('it runs', () => server.console(run).includes('started'));
    const ending = agent.end('drain');
    enqueue('pass\n');
    const ticket = await start('offerTicket', 'id-of-default');
    writeFileSync(join(folder, 'go'), '');
    await ending;
    assert.equal((await workflow.result()).kind, 'exited');
    assert.deepEqual([server.claims.length, server.waiting.length, server.released], [1, 1, []]);
    await ticket.terminate();
  });

  it('takes no ticket and claims nothing outside of its hours, is alive all the while, and lets a run go on beyond them', async () => {
    let now = new Date('2026-12-01T12:00:00Z');
    const env = { PERDURA_AGENT_TIMEZONE: 'UTC' };
    const { worker } = await startAgent(options({ flags: { uptime: ['17-20 TUE'] }, env }), () => now);
    assert.deepEqual(server.registered[0]?.schedule, { kind: 'uptime', spans: ['17-20 TUE'], timezone: 'UTC' });
    const folder = scratchFolder();
    const [first] = [enqueue(waiting(folder)), enqueue('pass\n')];
    const ticket = await start('offerTicket', 'id-of-default');
    const noTicket = await Promise.race([ticket.result(), new Promise((resolve) => setTimeout(resolve, 1_500, 'not taken'))]);
    assert.deepEqual([noTicket, server.claims, server.waiting.length], ['not taken', [], 2]);
    assert.ok(server.heartbeats.length > 0);

    now = new Date('2026-12-01T17:00:00Z');
    assert.equal(await ticket.result(), 'claimed');
    const run = await start('runScript', { worker, run: first });
    await eventually('it runs', () => server.console(first).includes('started'));
    now = new Date('2026-12-01T20:00:00Z');
    writeFileSync(join(folder, 'go'), '');
    assert.deepEqual(await run.result(), { kind: 'exited', exitCode: 0 });
    await eventually('the run is over', () => server.heartbeats.at(-1)?.runs.length === 0, { deadlineMs: 30_000 });
    assert.deepEqual([server.claims.length, server.waiting.length], [1, 1], 'the next is not taken in its place');
  });

  it('ends a run that it finds on disk when the server says that it is no longer its own', async () => {
    const settings = options();
    const agent = await startAgent(settings);
    const run = enqueue(waiting('/nowhere'));
    await (await start('offerTicket', 'id-of-default')).result();
    const workflow = await start('runScript', { worker: agent.worker, run });
    await eventually('it runs', () => server.console(run).includes('started'));
    await agent.end('detach');
    await workflow.terminate();
    assert.equal(globSync('workers/*/runs/*', { cwd: settings.serverDir }).length, 1);

    server.revoked.push(run);
    await startAgent(settings);
    await eventually('the process is gone', () => findRunProcesses(runKey(run)).length === 0);
    await eventually('the run is forgotten', () => globSync('workers/*/runs/*', { cwd: settings.serverDir }).length === 0);
  });
});
