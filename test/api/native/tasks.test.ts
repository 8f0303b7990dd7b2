import assert from 'node:assert/strict';
import { claim } from '../../../activities/db/queues/claim.ts';
import { type ServingWorker, whyWaiting } from '../../../activities/db/queues/why-waiting.ts';
import { enqueue } from '../../../activities/db/tasks/enqueue.ts';
import { finishAttempt } from '../../../activities/db/tasks/finish-attempt.ts';
import { stopTask } from '../../../activities/db/tasks/stop.ts';
import type { RegisterAgentRequest } from '../../../workflows/contracts/agent-api.ts';
import type { ActivityRule } from '../../../workflows/domain/working-hours/activity.ts';
import type { HoursView } from '../../../workflows/domain/working-hours/view-hours.ts';
import { agentRequest } from '../../support/agent-request.ts';
import { startTestApi, type TestApi } from '../../support/api-server.ts';
import { createQueue, createTask, viewTask } from '../../support/records.ts';

describe('the routes of a task', () => {
  let server: TestApi;
  let admin: string;
  let counter = 0;
  before(async () => {
    server = await startTestApi();
    admin = (await server.api.db.em.fork().execute<{ id: string }[]>('select id from users'))[0]!.id;
  });
  after(() => server.release());

  const newQueue = () => createQueue(server.api.db, `queue-${++counter}`);
  async function enqueueTask(queue: string, script: Record<string, unknown> = {}): Promise<string> {
    const task = await createTask(server.api.db, { script });
    await enqueue(server.api.db, { task, queue, actor: `user:${admin}` });
    return task;
  }
  const register = (worker: string, queues: string[], over: Partial<RegisterAgentRequest> = {}) =>
    server.request('POST', '/api/agents/register', agentRequest(worker, { queues, ...over }));
  const claimOne = (queue: string, worker: string) => claim(server.api.db, { queues: [queue], worker, kind: 'agent' });

  describe('attempts', () => {
    it('are all of them, with their stages, what is to come, and where Temporal shows them', async () => {
      server.api.options.temporal.webUrl = 'http://temporal:8233';
      const queue = await newQueue();
      await register('w-attempts', [queue]);
      const task = await enqueueTask(queue, { repository: 'https://git/x', diff: 'd' });
      await claimOne(queue, 'w-attempts');
      await server.request('POST', `/api/runs/${task}/1/stages`, { stage: 'clone', state: 'failed', at: 1000, detail: 'no' });
      await finishAttempt(server.api.db, { run: { taskId: task, attempt: 1 }, end: { kind: 'agentLost' } });
      await claimOne(queue, 'w-attempts');
      for (const stage of ['clone', 'environment'])
        await server.request('POST', `/api/runs/${task}/2/stages`, { stage, state: 'started', at: 2000 });
      const { body } = await server.request('GET', `/api/tasks/${task}/attempts`);
      assert.deepEqual([body.infrastructureRetries, body.infrastructureFailures], [2, 1]);
      const [first, second] = body.attempts;
      assert.deepEqual([first.number, first.state, first.worker, first.reason], [1, 'lost', 'w-attempts', 'worker lost']);
      assert.equal(first.temporalUrl, `http://temporal:8233/namespaces/default/workflows/task-${task}-1`);
      assert.deepEqual(first.stages, [
        {
          stage: 'clone',
          state: 'failed',
          startedAt: '1970-01-01T00:00:01.000Z',
          endedAt: '1970-01-01T00:00:01.000Z',
          detail: 'no',
        },
      ]);
      assert.equal(second.state, 'running');
      assert.deepEqual(
        second.stages.map(({ stage, state }: any) => `${stage} ${state}`),
        ['clone started', 'diff skipped', 'environment started', 'install pending', 'execute pending', 'cleanUp pending'],
      );
    });

    it('name the user whose own process it is, and no worker then', async () => {
      const { id: task } = (await server.call('tasks.create', { name: 'at home' })).data;
      await server.call('tasks.started', { task });
      const { body } = await server.request('GET', `/api/tasks/${task}/attempts`);
      assert.deepEqual([body.attempts[0].worker, body.attempts[0].user], [null, 'Administrator']);
    });

    it('have no link when nothing is known of the pages of Temporal', async () => {
      server.api.options.temporal.webUrl = undefined;
      const queue = await newQueue();
      await register('w-no-link', [queue]);
      const task = await enqueueTask(queue);
      await claimOne(queue, 'w-no-link');
      const { body } = await server.request('GET', `/api/tasks/${task}/attempts`);
      assert.deepEqual([body.attempts[0].temporalUrl, body.attempts[0].workflowId], [null, `task-${task}-1`]);
    });

    it('have no workflow before somebody has claimed them', async () => {
      const task = await enqueueTask(await newQueue());
      const { body } = await server.request('GET', `/api/tasks/${task}/attempts`);
      assert.deepEqual([body.attempts[0].temporalUrl, body.attempts[0].workflowId], [null, null]);
    });

    it('are none of a task that does not exist', async () => {
      assert.equal((await server.request('GET', '/api/tasks/nothing/attempts')).status, 404);
    });
  });

  it('tell every change of status, with the name of who did it', async () => {
    const queue = await newQueue();
    await register('w-history', [queue]);
    const task = await enqueueTask(queue);
    await claimOne(queue, 'w-history');
    await finishAttempt(server.api.db, { run: { taskId: task, attempt: 1 }, end: { kind: 'agentLost' } });
    const { body } = await server.request('GET', `/api/tasks/${task}/history`);
    assert.deepEqual(
      body.transitions.map(({ from, to, actor, reason, attempt }: any) => [from, to, actor, reason, attempt]),
      [
        ['created', 'queued', 'Administrator', '', 0],
        ['queued', 'in_progress', 'w-history', 'claimed by w-history', 1],
        ['in_progress', 'queued', 'server', 'worker lost', 1],
      ],
    );
    assert.equal(body.transitions[0].actorId, `user:${admin}`);
    assert.ok(Date.parse(body.transitions[0].at));
  });

  describe('waiting', () => {
    const reasonOf = async (task: string) => (await server.request('GET', `/api/tasks/${task}/waiting`)).body;

    it('is told as it is: nobody serves, all are offline, all are busy, one is free', async () => {
      const queue = await newQueue();
      const first = await enqueueTask(queue);
      const second = await enqueueTask(queue);
      const name = `queue-${counter}`;
      assert.equal((await reasonOf(second)).reason, `no worker serves the queue "${name}"`);
      await register('w-waiting', [queue]);
      assert.equal((await reasonOf(first)).reason, 'w-waiting is free and about to take it');
      await claimOne(queue, 'w-waiting');
      const waiting = await reasonOf(second);
      assert.deepEqual([waiting.position, waiting.queue], [0, { id: queue, name }]);
      assert.equal(waiting.reason, `all workers of the queue "${name}" are busy: w-waiting; this task is next`);
      server.advance(46);
      assert.equal((await reasonOf(second)).reason, `every worker of the queue "${name}" is offline: w-waiting`);
    });

    it('is told with the schedules of its agents and when the next one starts', async () => {
      const queue = await newQueue();
      const task = await enqueueTask(queue);
      const start = new Date(server.api.now().getTime() + 3 * 3_600_000);
      const day = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'][start.getUTCDay()];
      const span = `${start.getUTCHours()}-${(start.getUTCHours() + 1) % 24} ${day}`;
      await register('w-hours', [queue], { schedule: { kind: 'uptime', spans: [span], timezone: 'UTC' } });
      const { reason, opens } = await reasonOf(task);
      start.setUTCMinutes(0, 0, 0);
      assert.equal(opens, start.toISOString());
      assert.ok(
        reason.startsWith(
          `every worker of the queue "queue-${counter}" is outside of its working hours: w-hours (uptime ${span} in UTC); w-hours starts on `,
        ),
        reason,
      );
    });

    it('is over for a task that a stock agent has taken, or that is in no queue', async () => {
      const queue = await newQueue();
      const task = await enqueueTask(queue);
      await claim(server.api.db, { queues: [queue], worker: 'stock:0', kind: 'external' });
      assert.deepEqual((await reasonOf(task)).reason, 'stock:0 has taken it and is about to start it');
      const draft = await createTask(server.api.db);
      assert.deepEqual(await reasonOf(draft), {
        position: null,
        queue: null,
        since: null,
        reason: 'the task is created and waits in no queue',
        opens: null,
      });
    });

    const ALWAYS: HoursView = { active: true, rule: 'always', why: 'no schedule', changes: null, changesOn: null };
    const worker = (over: Partial<ServingWorker>): ServingWorker => ({
      id: 'w',
      online: true,
      draining: false,
      running: 0,
      slots: 1,
      gpus: 0,
      hours: ALWAYS,
      ...over,
    });
    const closed = (why: string, at: string | null, rule: ActivityRule = 'schedule'): HoursView => ({
      ...{ active: false, rule, why },
      ...{ changes: at === null ? null : new Date(at), changesOn: at && `the day of ${at}` },
    });

    it('is explained by working hours, with who starts next', () => {
      const explain = (...workers: ServingWorker[]) => whyWaiting({ queue: 'q', ahead: 0, workers, gpusNeeded: 0, pin: null });
      const late = worker({ hours: closed('uptime 17-20 TUE in UTC', '2026-12-01T17:00:00Z') });
      const early = worker({ id: 'v', hours: closed('downtime 9-16 TUE in UTC', '2026-12-01T16:00:00Z'), running: 1 });
      const never = worker({ id: 'u', hours: closed('runtime property force:off', null, 'runtimeProperty') });
      assert.deepEqual(explain(late, early, never, worker({ id: 'gone', online: false })), {
        reason:
          'every worker of the queue "q" is outside of its working hours: w (uptime 17-20 TUE in UTC), v (downtime 9-16 TUE in UTC), u (runtime property force:off); v starts on the day of 2026-12-01T16:00:00Z',
        opens: new Date('2026-12-01T16:00:00Z'),
      });
      assert.deepEqual(explain(never), {
        reason: 'every worker of the queue "q" is outside of its working hours: u (runtime property force:off)',
        opens: null,
      });
      assert.equal(explain(late, worker({ id: 'x' })).reason, 'x is free and about to take it');
      const tagged = worker({ hours: closed('tag force_workers:off of the queue', null, 'queueTag') });
      assert.equal(explain(tagged).reason, 'no worker takes tasks from the queue "q" now: tag force_workers:off of the queue');
    });

    const cases: [workers: ServingWorker[], ahead: number, reason: string][] = [
      [[worker({ draining: true })], 0, 'every worker of the queue "q" is draining and takes no more work: w'],
      [
        [worker({ running: 1 }), worker({ id: 'v', online: false })],
        1,
        'all workers of the queue "q" are busy: w; 1 task is ahead of this one',
      ],
      [[worker({ running: 1, slots: 2 })], 2, 'w is free and takes the tasks in order; 2 tasks are ahead of this one'],
      [
        Array.from({ length: 7 }, (_, i) => worker({ id: `w${i}`, running: 1 })),
        3,
        'all workers of the queue "q" are busy: w0, w1, w2, w3, w4 and 2 more; 3 tasks are ahead of this one',
      ],
    ];
    for (const [workers, ahead, reason] of cases)
      it(`is explained: ${reason}`, () => {
        assert.deepEqual(whyWaiting({ queue: 'q', ahead, workers, gpusNeeded: 0, pin: null }), { reason, opens: null });
      });

    it('is explained by the GPUs that it needs, of which only workers that have them count', () => {
      const explain = (workers: ServingWorker[], gpusNeeded: number) =>
        whyWaiting({ queue: 'q', ahead: 0, workers, gpusNeeded, pin: null }).reason;
      const few = [worker({ gpus: 1 }), worker({ id: 'v' })];
      assert.equal(explain(few, 2), 'needs 2 GPUs, and no worker of the queue "q" has as many: w has 1, v has none');
      const many = worker({ id: 'big', gpus: 2, running: 1 });
      assert.equal(explain([...few, many], 2), 'all workers of the queue "q" are busy: big; this task is next');
    });

    it('is explained by the worker that it is pinned to', () => {
      const workers = [worker({ running: 1 }), worker({ id: 'v' })];
      const explain = (stands: boolean) =>
        whyWaiting({ queue: 'q', ahead: 0, workers, gpusNeeded: 0, pin: { worker: 'w', stands } }).reason;
      assert.equal(explain(true), 'is to run on w: all workers of the queue "q" are busy: w; this task is next');
      assert.equal(explain(false), 'w, where it was to run, is not there for it: v is free and about to take it');
    });
  });

  it('set how many failures of the infrastructure are forgiven', async () => {
    const queue = await newQueue();
    await register('w-policy', [queue]);
    const task = await enqueueTask(queue);
    assert.equal((await server.request('PATCH', `/api/tasks/${task}/policy`, { infrastructureRetries: 0 })).status, 200);
    await claimOne(queue, 'w-policy');
    await finishAttempt(server.api.db, { run: { taskId: task, attempt: 1 }, end: { kind: 'agentLost' } });
    assert.equal((await viewTask(server.api.db, task)).status, 'failed');
    assert.equal((await server.request('PATCH', `/api/tasks/${task}/policy`, { infrastructureRetries: -1 })).status, 400);
    assert.equal((await server.request('PATCH', '/api/tasks/nothing/policy', { infrastructureRetries: 1 })).status, 404);
  });

  describe('retry', () => {
    const retry = (task: string) => server.request('POST', `/api/tasks/${task}/retry`);

    it('puts a failed task into the queue where it was, as its next attempt', async () => {
      const queue = await newQueue();
      await register('w-retry', [queue]);
      const task = await enqueueTask(queue);
      await claimOne(queue, 'w-retry');
      const end = { kind: 'executed', outcome: { kind: 'exited', exitCode: 1 } } as const;
      await finishAttempt(server.api.db, { run: { taskId: task, attempt: 1 }, end });
      assert.deepEqual((await retry(task)).body, { queue });
      const { status, attempt } = await viewTask(server.api.db, task);
      assert.deepEqual([status, attempt], ['queued', 2]);
    });

    it('puts a task that was stopped while it waited into the same queue', async () => {
      const queue = await newQueue();
      const task = await enqueueTask(queue);
      await stopTask(server.api.db, { task, actor: 'user:u' });
      assert.deepEqual((await retry(task)).body, { queue });
    });

    it('is refused to a task that waits, runs, or was in no queue', async () => {
      const queued = await enqueueTask(await newQueue());
      assert.deepEqual([(await retry(queued)).body.error.code], ['taskStatus']);
      const draft = await createTask(server.api.db);
      assert.deepEqual([(await retry(draft)).body.error.code], ['taskStatus']);
      await server.api.db.em.fork().execute(`update tasks set status = 'failed' where id = ?`, [draft]);
      assert.deepEqual([(await retry(draft)).body.error.code], ['queueNotFound']);
      assert.equal((await retry('nothing')).status, 404);
    });
  });

  describe('a move to another queue', () => {
    const move = (task: string, body: object) => server.request('PUT', `/api/tasks/${task}/queue`, body);
    const entries = async (queue: string) =>
      (
        await server.api.db.em
          .fork()
          .execute<{ task: string }[]>('select task from queue_entries where queue = ? order by position', [queue])
      ).map(({ task }) => task);

    it('puts a waiting task to the end of that queue; it is Pending in the same attempt all the while', async () => {
      const [from, to] = [await newQueue(), await newQueue()];
      const [stays, moves, waits] = [await enqueueTask(from), await enqueueTask(from), await enqueueTask(to)];
      const { body } = await move(moves, { queue: to });
      assert.equal(body.queue.id, to);
      assert.deepEqual([await entries(from), await entries(to)], [[stays], [waits, moves]]);
      assert.deepEqual(await viewTask(server.api.db, moves).then(({ status, attempt }) => [status, attempt]), ['queued', 1]);
      const { transitions } = (await server.request('GET', `/api/tasks/${moves}/history`)).body;
      assert.deepEqual(
        transitions.map((one: any) => [one.from, one.to, one.actor]),
        [
          ['created', 'queued', 'Administrator'],
          ['queued', 'queued', 'Administrator'],
        ],
      );
      assert.match(transitions[1].reason, /^moved from queue queue-\d+ to queue-\d+$/);
      assert.equal((await server.request('GET', `/api/tasks/${moves}/attempts`)).body.attempts[0].queueId, to);
      await register('w-move', [to]);
      assert.equal((await claimOne(to, 'w-move'))?.run.taskId, waits);
      assert.equal((await claimOne(to, 'w-move'))?.run.taskId, moves);
    });

    it('is refused where the task waits in no queue, or in that one, or there is no such queue', async () => {
      const [queue, other] = [await newQueue(), await newQueue()];
      const waiting = await enqueueTask(queue);
      const draft = await createTask(server.api.db);
      const code = async (task: string, body: object) => (await move(task, body)).body.error.code;
      assert.deepEqual(
        [
          await code(draft, { queue }),
          await code(waiting, { queue }),
          await code(waiting, { name: 'nowhere' }),
          await code('nothing', { queue }),
          await code(waiting, {}),
          await code(waiting, { queue: other, name: 'queue-1' }),
        ],
        ['taskNotQueued', 'taskAlreadyQueued', 'queueNotFound', 'taskNotFound', 'invalid', 'invalid'],
      );
      assert.deepEqual(await entries(queue), [waiting]);
    });

    it('in both directions, beside agents that claim, loses no task and runs none twice', async () => {
      const [left, right] = [await newQueue(), await newQueue()];
      await register('w-both', [left, right], { slots: 100 });
      const tasks: string[] = [];
      for (let index = 0; index < 12; index += 1) tasks.push(await enqueueTask(index % 2 ? left : right));
      const claimed: string[] = [];
      const claimAll = async () => {
        for (let index = 0; index < 6; index += 1) {
          const taken = await claim(server.api.db, { queues: [left, right], worker: 'w-both', kind: 'agent' });
          if (taken) claimed.push(taken.run.taskId);
        }
      };
      const answers = await Promise.all([
        ...tasks.map((task, index) => move(task, { queue: index % 2 ? right : left })),
        ...tasks.map((task, index) => move(task, { queue: index % 2 ? left : right })),
        claimAll(),
      ]);
      const statuses = answers.flatMap((answer) => (answer ? [answer.status] : []));
      assert.deepEqual(
        [...new Set(statuses)].filter((status) => status !== 200 && status !== 400),
        [],
      );
      const waiting = [...(await entries(left)), ...(await entries(right))];
      assert.deepEqual([...claimed, ...waiting].toSorted(), tasks.toSorted());
    });
  });
});
