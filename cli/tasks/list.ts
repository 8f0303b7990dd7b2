import type { HttpClient } from '../../sdk/http-client.ts';
import { connect, type ServerOptions } from '../connect.ts';
import { NotThereError } from '../exit-code.ts';
import { printJson, printTable } from '../output.ts';

interface ListOptions extends ServerOptions {
  status?: string[];
  project?: string;
  limit: number;
}

interface Task {
  id: string;
  name: string;
  status: string;
  last_update?: string;
  project?: { name?: string };
}

export async function listTasks(options: ListOptions): Promise<void> {
  const client = await connect(options);
  const { tasks } = await client.call<{ tasks: Task[] }>('tasks.get_all_ex', {
    only_fields: ['id', 'name', 'status', 'last_update', 'project.name'],
    order_by: ['-last_update'],
    page: 0,
    page_size: options.limit,
    ...(options.status && { status: options.status }),
    ...(options.project && { project: [await projectId(client, options.project)] }),
  });
  if (options.json) return printJson(tasks);
  const rows = tasks.map(({ id, status, last_update, project, name }) => [
    id,
    status,
    last_update?.slice(0, 19) ?? '',
    project?.name ?? '',
    name,
  ]);
  printTable(['id', 'status', 'last update (UTC)', 'project', 'name'], rows, 'no tasks');
}

async function projectId(client: HttpClient, name: string): Promise<string> {
  const query = { name: `^${escapePattern(name)}$`, only_fields: ['id', 'name'], search_hidden: true };
  const { projects } = await client.call<{ projects: { id: string; name: string }[] }>('projects.get_all', query);
  const found = projects.find((project) => project.name === name);
  if (!found) throw new NotThereError(`no project "${name}"`);
  return found.id;
}

const escapePattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
