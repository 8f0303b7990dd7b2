import type { IncomingMessage } from 'node:http';
import type { FakeAnswer } from './answers.ts';
import { MODELS, makeLastMetrics } from './data.ts';
import { hasSession } from './native.ts';
import { toController } from './pipelines.ts';
import type { FakeState } from './state.ts';

type Body = Record<string, any>;

const envelope = (status: number, message: string, data: unknown): FakeAnswer => ({
  status,
  data: { meta: { result_code: status, result_subcode: 0, result_msg: message }, data },
});

/** The few RPC actions that the pages call. */
export function rpcAnswer(state: FakeState, request: IncomingMessage, action: string, body: Body): FakeAnswer {
  if (!hasSession(request)) return envelope(401, 'no session', {});
  const handler = ACTIONS[action];
  if (!handler) return envelope(404, `no ${action}`, {});
  try {
    return envelope(200, 'OK', handler(state, body));
  } catch (error) {
    return envelope(400, (error as Error).message, {});
  }
}

const setStatus = (status: string) => (state: FakeState, body: Body) => {
  state.change(body.task, { status });
  return { updated: 1 };
};

const ACTIONS: Record<string, (state: FakeState, body: Body) => unknown> = {
  'tasks.get_all_ex': (state, body) => ({ tasks: findTasks(state, body) }),
  'tasks.update': changeFields,
  'tasks.edit': changeFields,
  'tasks.update_tags': (state, { ids, add_tags: added, remove_tags: removed }) => {
    for (const id of ids) {
      const run = state.runs.find(({ view }) => view.id === id);
      if (run) state.changeRun(id, { tags: [...run.view.tags.filter((tag) => !removed.includes(tag)), ...added] });
    }
    for (const id of ids.filter((one: string) => state.tasks.some((task) => task.id === one)))
      state.change(id, { tags: [...state.task(id).tags.filter((tag) => !removed.includes(tag)), ...added] });
    return { updated: ids.length };
  },
  'tasks.archive_many': (state, { ids }) => setArchived(state, ids, true),
  'tasks.unarchive_many': (state, { ids }) => setArchived(state, ids, false),
  'tasks.delete': (state, { task }) => {
    state.removeRun(task);
    return { deleted: true };
  },
  'tasks.edit_hyper_params': (state, body) => {
    const task = state.task(body.task) as any;
    for (const one of body.hyperparams) {
      task.hyperparams ??= {};
      task.hyperparams[one.section] ??= {};
      task.hyperparams[one.section][one.name] = one;
    }
    return { updated: 1 };
  },
  'tasks.delete_hyper_params': (state, body) => {
    const task = state.task(body.task) as any;
    for (const one of body.hyperparams) delete task.hyperparams[one.section]?.[one.name];
    return { deleted: 1 };
  },
  'tasks.enqueue': setStatus('queued'),
  'tasks.dequeue': setStatus('created'),
  'tasks.stop': setStatus('stopped'),
  'tasks.stop_many': (state, { ids }) => {
    for (const id of ids) state.change(id, { status: 'stopped' });
    return { succeeded: ids.map((id: string) => ({ id })), failed: [] };
  },
  'tasks.reset': setStatus('created'),
  'tasks.publish': setStatus('published'),
  'tasks.clone': (state, body) => {
    const copy = {
      ...structuredClone(state.task(body.task)),
      id: `f${state.tasks.length}`.padStart(32, '0'),
      name: body.new_task_name,
      status: 'created',
    };
    state.tasks.unshift(copy);
    return { id: copy.id };
  },
  'projects.get_all_ex': (state) => ({ projects: state.projects }),
  'users.get_all_ex': () => ({ users: [{ id: 'admin', name: 'admin' }] }),
  'organization.get_tags': () => ({ tags: ['baseline', 'seed-0', 'seed-1'] }),
  'models.get_all': () => ({ models: MODELS }),
  'events.debug_images': ({ samples }) => ({ metrics: [{ iterations: [{ iter: 0, events: samples }] }] }),
  'queues.create': (state, { name }) => {
    state.queues.push({
      id: `c${state.queues.length}`.padStart(32, '0'),
      name,
      tags: [],
      lastUpdate: new Date().toISOString(),
      entries: [],
      workers: [],
    });
    state.emit({ topic: 'queues' });
    return { id: 'x' };
  },
  'queues.move_task_to_front': (state, body) => moveEntry(state, body, () => 0),
  'queues.move_task_to_back': (state, body) => moveEntry(state, body, (_, last) => last),
  'queues.move_task_forward': (state, body) => moveEntry(state, body, (at) => at - body.count),
  'queues.move_task_backward': (state, body) => moveEntry(state, body, (at) => at + body.count),
};

function setArchived(state: FakeState, ids: string[], archived: boolean) {
  for (const id of ids)
    if (state.runs.some(({ view }) => view.id === id)) state.changeRun(id, { archived });
    else state.change(id, { system_tags: archived ? ['archived'] : [] });
  return { succeeded: ids };
}

function changeFields(state: FakeState, { task, ...fields }: Body) {
  state.change(task, fields);
  return { updated: 1 };
}

function moveEntry(state: FakeState, { queue, task }: Body, target: (at: number, last: number) => number) {
  const { entries } = state.queues.find(({ id }) => id === queue)!;
  const at = entries.findIndex((entry) => entry.task.id === task);
  const position = target(at, entries.length - 1);
  entries.splice(position, 0, ...entries.splice(at, 1));
  state.emit({ topic: 'queues' });
  return { position };
}

function findTasks(state: FakeState, body: Body) {
  const [order = '-last_update'] = body.order_by ?? [];
  const key = order.replace('-', '');
  const pattern = body._any_ ? new RegExp(body._any_.pattern, 'i') : null;
  const archived = body.system_tags?.[0] === 'archived';
  const controllers = state.runs.map(({ view }) => toController(view)).filter(({ id }) => body.id?.includes(id));
  const found = [...state.tasks, ...controllers].filter(
    (task) =>
      (!body.id || body.id.includes(task.id)) &&
      (!body.status || body.status.includes(task.status)) &&
      (!body.type || body.type.includes(task.type)) &&
      (!body.parent || body.parent.includes((task.parent as { id: string } | undefined)?.id)) &&
      (!body.project || body.project.includes(task.project.id)) &&
      (body.id || task.system_tags.includes('archived') === archived) &&
      (!pattern || pattern.test(task.name) || pattern.test(task.id)),
  );
  found.sort((a, b) => (String(a[key] ?? '') < String(b[key] ?? '') ? -1 : 1) * (order.startsWith('-') ? -1 : 1));
  const size = body.page_size ?? 500;
  const page = found.slice((body.page ?? 0) * size, ((body.page ?? 0) + 1) * size);
  if (!body.only_fields?.includes('last_metrics')) return page;
  return page.map((task) => (task.status === 'created' ? task : { ...task, last_metrics: makeLastMetrics(task.id) }));
}
