import { connect, type ServerOptions } from '../connect.ts';
import { print, printJson, table } from '../output.ts';

interface Task {
  id: string;
  name: string;
  type: string;
  status: string;
  status_reason?: string;
  status_message?: string;
  created?: string;
  started?: string;
  completed?: string;
  last_worker?: string;
  last_iteration?: number;
  project?: string;
  script?: { repository?: string; branch?: string; version_num?: string; entry_point?: string; working_dir?: string };
  hyperparams?: Record<string, Record<string, { value: unknown }>>;
}

/** Why a task has not started yet. */
interface Waiting {
  /** Counted from 0. */
  position: number | null;
  queue: { name: string } | null;
  reason: string;
  opens: string | null;
}

export async function showTask(id: string, options: ServerOptions): Promise<void> {
  const client = await connect(options);
  const { task } = await client.call<{ task: Task }>('tasks.get_by_id', { task: id });
  const waiting = task.status === 'queued' ? await client.request<Waiting>('GET', `/api/tasks/${task.id}/waiting`) : undefined;
  if (options.json) return printJson(waiting ? { ...task, waiting } : task);
  const rows = [...facts(task), ...(waiting ? whyItWaits(waiting) : []), ...parameters(task)];
  print(
    table(
      ['what', 'value'],
      rows.filter(([, value]) => value !== ''),
    ),
  );
}

const whyItWaits = ({ position, queue, reason, opens }: Waiting): [string, string][] => [
  ['waits', reason],
  ['next start', opens ?? ''],
  ['queue', queue?.name ?? ''],
  ['place', position === null ? '' : String(position + 1)],
];

function facts(task: Task): [string, string][] {
  const { script } = task;
  return [
    ['id', task.id],
    ['name', task.name],
    ['type', task.type],
    ['status', task.status],
    ['reason', [task.status_reason, task.status_message].filter(Boolean).join(': ')],
    ['created', task.created ?? ''],
    ['started', task.started ?? ''],
    ['completed', task.completed ?? ''],
    ['worker', task.last_worker ?? ''],
    ['iteration', String(task.last_iteration ?? '')],
    ['repository', script?.repository ?? ''],
    ['commit', [script?.branch, script?.version_num].filter(Boolean).join(' ')],
    ['script', [script?.working_dir, script?.entry_point].filter((part) => part && part !== '.').join('/')],
  ];
}

const parameters = ({ hyperparams = {} }: Task): [string, string][] =>
  Object.entries(hyperparams).flatMap(([section, values]) =>
    Object.entries(values).map(([name, { value }]): [string, string] => [`${section}/${name}`, String(value)]),
  );
