import { pathToFileURL } from 'node:url';
import type { CallOptions, HttpClient } from '../../sdk/http-client.ts';
import { openProject } from '../../sdk/projects.ts';
import { readParameters } from './parameters.ts';
import { type ExampleRepository, makeRepository } from './repository.ts';

export interface RegisterExampleInput {
  api: HttpClient;
  /** The installation's data folder, in which the repository is kept. */
  dataDir: string;
  signal?: AbortSignal;
}

const PROJECT = { name: 'Perdura examples', description: 'Experiments that come with Perdura' };
const NAME = 'digits: train a classifier';
const ENTRY_POINT = 'train.py';

/**
 * Makes the example's git repository in the data folder, and a task that runs it, waiting in the queue `default`. A task
 * that an earlier call has made is given back as it is. Throws ApiError or ServerUnreachableError.
 */
export async function registerExample({ api, dataDir, signal }: RegisterExampleInput): Promise<{ taskId: string }> {
  const options = signal ? { signal } : {};
  const repository = await makeRepository(dataDir);
  const project = await openProject(api, PROJECT, options);
  const known = await api.call<{ tasks: { id: string }[] }>(
    'tasks.get_all',
    { project: [project], name: `^${NAME}$`, tags: ['example'], only_fields: ['id'], order_by: ['created'] },
    options,
  );
  if (known.tasks[0]) return { taskId: known.tasks[0].id };
  const { id } = await api.call<{ id: string }>(
    'tasks.create',
    { ...(await describeTask(project, repository)), output_dest: await fileServer(api, options) },
    options,
  );
  await api.call('tasks.enqueue', { task: id, queue_name: 'default' }, options);
  return { taskId: id };
}

/** Where a run by an agent puts its model: there, what the task says counts more than the `output_uri` of the script. */
async function fileServer(api: HttpClient, options: CallOptions): Promise<string> {
  const { server } = await api.request<{ server: { filesUrl: string } }>('GET', '/api/me', undefined, options);
  return server.filesUrl;
}

/** What the SDK's `Task.create` would have sent for a local repository. */
async function describeTask(project: string, { folder, branch, commit, requirements }: ExampleRepository): Promise<object> {
  return {
    project,
    name: NAME,
    type: 'training',
    tags: ['example'],
    comment: 'Comes with Perdura. Clone it, change a parameter, enqueue the clone.',
    script: {
      repository: pathToFileURL(folder).href,
      branch,
      version_num: commit,
      entry_point: ENTRY_POINT,
      working_dir: '.',
      diff: '',
      requirements: { pip: requirements },
    },
    hyperparams: { Args: await readParameters(`${folder}/${ENTRY_POINT}`) },
  };
}
