import type { HttpClient } from '../../sdk/http-client.ts';
import { findProject } from '../../sdk/projects.ts';
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
  const id = await findProject(client, name);
  if (!id) throw new NotThereError(`no project "${name}"`);
  return id;
}
