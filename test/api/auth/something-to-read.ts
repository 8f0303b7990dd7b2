import { beginPipeline } from '../../../activities/db/pipelines/begin-pipeline.ts';
import { agentRequest } from '../../support/agent-request.ts';
import { type Answer, TEST_CREDENTIALS, type TestApi } from '../../support/api-server.ts';
import { createMachine, createScaler } from '../../support/scalers.ts';
import { sweepSpec } from '../../support/sweep-bench.ts';

/** Ids of one of each thing that can be looked at. */
export interface SomethingToRead {
  project: string;
  task: string;
  queued: string;
  queue: string;
  model: string;
  worker: string;
  run: string;
  sweep: string;
  scaler: string;
  machine: string;
  user: string;
}

const REPORTED = [
  { type: 'training_stats_scalar', metric: 'loss', variant: 'val', iter: 1, value: 0.5 },
  { type: 'training_stats_vector', metric: 'vector', variant: 'v', iter: 1, values: [1, 2] },
  { type: 'training_debug_image', metric: 'image', variant: 'v', iter: 1, url: 'http://files/a.png' },
  { type: 'plot', metric: 'plot', variant: 'v', iter: 1, plot_str: '{"data":[],"layout":{}}' },
  { type: 'log', msg: 'a line', level: 'info' },
];

/** Makes one of each thing that can be looked at, as people and their agents do. */
export async function makeSomethingToRead(server: TestApi): Promise<SomethingToRead> {
  const call = async (endpoint: string, body: object) => dataOf(endpoint, await server.call(endpoint, body));
  const post = async (path: string, body: object) => bodyOf(path, await server.request('POST', path, body));
  const { id: project } = await call('projects.create', { name: 'a project' });
  const item = { section: 'Args', name: 'x', value: '1', type: 'float' };
  const newTask = { name: 'a task', type: 'training', project, hyperparams: { Args: { x: item } } };
  const { id: task } = await call('tasks.create', newTask);
  const { id: queued } = await call('tasks.create', newTask);
  const { id: queue } = await call('queues.create', { name: 'trials' });
  await call('tasks.enqueue', { task: queued, queue });
  const { id: model } = await call('models.create', { name: 'a model', uri: 'http://files/model', project, task });
  await report(server, task);
  const worker = await registerWorker(post);
  const { run } = await post('/api/pipelines/runs', { spec: pipelineOf(task) });
  await beginPipeline(server.api.db, { taskId: run, attempt: 1 });
  const { sweep } = await post('/api/sweeps', { spec: sweepSpec({ baseTask: task }), draft: true });
  const scaler = await createScaler(server.api.db);
  const { id: machine } = await createMachine(server.api.db, scaler, { state: 'ended' });
  const { user } = await call('users.get_current_user', {});
  return { project, task, queued, queue, model, worker, run, sweep, scaler, machine, user: user.id };
}

const pipelineOf = (task: string) => ({
  name: 'flow',
  project: 'demo',
  version: '1',
  defaultQueue: 'trials',
  steps: [{ name: 'make', kind: 'task', base: { task } }],
});

async function registerWorker(post: (path: string, body: object) => Promise<unknown>): Promise<string> {
  const worker = 'host:0';
  await post('/api/agents/register', agentRequest(worker, { instance: 'one', createQueues: true }));
  return worker;
}

async function report(server: TestApi, task: string): Promise<void> {
  const body = REPORTED.map((event) => JSON.stringify({ ...event, task })).join('\n');
  const response = await fetch(`${server.url}/events.add_batch`, {
    method: 'POST',
    headers: {
      Authorization: `Basic ${btoa(`${TEST_CREDENTIALS.accessKey}:${TEST_CREDENTIALS.secretKey}`)}`,
      'Content-Type': 'application/json-lines',
    },
    body,
  });
  if (response.status !== 200) throw new Error(await response.text());
}

function dataOf(what: string, { status, meta, data }: Answer) {
  if (status !== 200) throw new Error(`${what}: ${meta.result_msg}`);
  return data;
}

function bodyOf(what: string, { status, body }: { status: number; body: any }) {
  if (status !== 200) throw new Error(`${what}: ${JSON.stringify(body)}`);
  return body;
}
