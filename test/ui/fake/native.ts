import type { IncomingMessage } from 'node:http';
import { answer, type FakeAnswer, refuse } from './answers.ts';
import { autoscalerAnswer } from './autoscaler-routes.ts';
import {
  consoleLine,
  makeAttempts,
  makeFleetPoints,
  makeHistory,
  makePlot,
  makeQueuePoints,
  makeScalars,
  makeWorkerPoints,
  PLOTS,
  SINGLE_VALUES,
} from './data.ts';
import { pipelineAnswer } from './pipeline-routes.ts';
import type { FakeState } from './state.ts';
import { sweepAnswer } from './sweep-routes.ts';

const SESSION = {
  user: { id: 'admin', username: 'admin', name: 'admin' },
  server: {
    version: '0.1.0',
    apiUrl: 'http://127.0.0.1:8008',
    filesUrl: 'http://127.0.0.1:8081',
    webUrl: 'http://127.0.0.1:8080',
    temporalWebUrl: 'http://127.0.0.1:8233',
  },
};

const sessionOf = ({ role }: FakeState) => ({ ...SESSION, user: { ...SESSION.user, role } });

/** Groups of routes with a file of their own. */
const AREAS: Record<string, (state: FakeState, method: string, url: URL, body: Record<string, any>) => FakeAnswer> = {
  pipelines: (state, method, url, body) =>
    pipelineAnswer(state, method, url.pathname.slice('/api/'.length), url.searchParams, body),
  sweeps: sweepAnswer,
  autoscalers: autoscalerAnswer,
};

export const hasSession = ({ headers }: IncomingMessage): boolean => headers.cookie?.includes('session=1') ?? false;

/** The native endpoints under `/api`. */
export function nativeAnswer(state: FakeState, request: IncomingMessage, url: URL, body: Record<string, any>): FakeAnswer {
  const path = url.pathname.slice('/api/'.length);
  if (path === 'login')
    return body.password === 'secret'
      ? { ...answer(sessionOf(state)), cookie: 'session=1; HttpOnly; Path=/' }
      : refuse(401, 'wrong');
  if (!hasSession(request)) return refuse(401, 'no session');
  if (path === 'logout') return { ...answer({}), cookie: 'session=; HttpOnly; Path=/; Max-Age=0' };
  if (path === 'me') return answer(sessionOf(state));
  if (path.startsWith('users')) return userAnswer(state, request.method!, path, body);
  if (path.startsWith('credentials')) return credentials(state, request.method!, path, body);
  if (path.endsWith('/retry')) return retry(state, path.split('/')[1]!);
  if (request.method === 'PUT' && path.endsWith('/queue')) return transfer(state, path.split('/')[1]!, body.queue);
  if (path.startsWith('tasks/')) return taskPart(state, path, url.searchParams);
  const area = AREAS[path.split('/')[0]!];
  if (area) return area(state, request.method!, url, body);
  if (path === 'queues')
    return answer({
      queues: state.queues.map((queue) => ({ ...queue, count: queue.entries.length, next: queue.entries[0]?.task ?? null })),
    });
  if (/^queues\/.*\/metrics$/.test(path)) return answer({ points: makeQueuePoints() });
  if (path === 'workers') return answer({ workers: state.workers });
  if (path === 'workers/utilisation') return answer({ points: makeFleetPoints() });
  if (/^workers\/.*\/stats$/.test(path)) return answer({ points: makeWorkerPoints() });
  return refuse(404, `no ${path}`);
}

function userAnswer(state: FakeState, method: string, path: string, body: Record<string, any>): FakeAnswer {
  const [, id, part, accessKey] = path.split('/');
  if (part === 'credentials') return credentials(state, method, accessKey ?? '', body);
  const user = state.users.find((one) => one.id === id);
  if (method === 'PATCH') Object.assign(user!, body);
  if (method === 'POST')
    state.users.push({
      ...{ id: body.username, username: body.username, name: body.username, role: body.role },
      ...{ source: 'local', disabled: false, created: new Date().toISOString() },
    });
  return answer({ users: state.users });
}

function credentials(state: FakeState, method: string, path: string, body: Record<string, any>): FakeAnswer {
  if (method === 'POST') {
    const accessKey = `KEY${state.credentials.length}`;
    state.credentials.push({
      accessKey,
      label: body.label,
      madeFor: body.madeFor,
      created: new Date().toISOString(),
      lastUsed: null,
      lastUsedFrom: null,
    });
    return answer({ accessKey, secretKey: 'a-secret-that-is-shown-once' });
  }
  if (method === 'DELETE')
    state.credentials.splice(
      state.credentials.findIndex(({ accessKey }) => path.endsWith(accessKey)),
      1,
    );
  return answer({ credentials: state.credentials });
}

function retry(state: FakeState, task: string): FakeAnswer {
  if (!state.task(task).last_worker) return { status: 404, data: { error: { code: 'queueNotFound', message: 'in no queue' } } };
  state.change(task, { status: 'queued' });
  return answer({ queue: state.queues[0]!.id });
}

function transfer(state: FakeState, task: string, queue: string): FakeAnswer {
  const source = state.queues.find(({ entries }) => entries.some((entry) => entry.task.id === task))!;
  const at = source.entries.findIndex((entry) => entry.task.id === task);
  state.queues.find(({ id }) => id === queue)!.entries.push(...source.entries.splice(at, 1));
  state.emit({ topic: 'queues' });
  return answer({ queue: { id: queue } });
}

function taskPart(state: FakeState, path: string, query: URLSearchParams): FakeAnswer {
  const [, task = '', ...rest] = path.split('/');
  const part = rest.join('/');
  switch (part) {
    case 'attempts':
      return answer({ attempts: makeAttempts() });
    case 'history':
      return answer({ transitions: makeHistory() });
    case 'waiting':
      return answer({
        position: 2,
        since: new Date().toISOString(),
        queue: { id: state.queues[0]!.id, name: 'default' },
        reason:
          'every worker of the queue "default" is outside of its working hours: gpu-box-1:gpu0 (uptime 17-20 TUE in Europe/Berlin); gpu-box-1:gpu0 starts on Tue 2026-12-01 17:00 Europe/Berlin',
        opens: new Date(Date.now() + 4.2 * 3_600_000).toISOString(),
      });
    case 'console':
      return answer(consolePage(state, query));
    case 'scalars':
      return answer({ series: scalars(state, task, query) });
    case 'single-values':
      return answer({ values: SINGLE_VALUES });
    case 'plots':
      return answer({ plots: PLOTS });
    case 'plots/one':
      return answer({ plot: state.figure ?? makePlot(query.get('metric') ?? '', Number(query.get('iter'))) });
    default:
      return refuse(404, `no ${part}`);
  }
}

function scalars({ curves }: FakeState, task: string, query: URLSearchParams) {
  const all = makeScalars(query.get('key') ?? 'iter', curves, task);
  const metric = query.get('metric');
  return metric === null ? all : all.filter((series) => series.metric === metric);
}

function consolePage({ lines: total }: FakeState, query: URLSearchParams) {
  const limit = Number(query.get('limit') ?? 1000);
  const after = query.get('after');
  const before = query.get('before');
  const end = after === null ? Number(before ?? total) : Math.min(total, Number(after) + limit);
  const start = after === null ? Math.max(0, end - limit) : Number(after);
  const lines = Array.from({ length: Math.max(0, end - start) }, (_, index) => consoleLine(start + index));
  return { lines, open: null, nextCursor: String(end), previousCursor: start === 0 ? null : String(start), total };
}
