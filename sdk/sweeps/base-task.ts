import type { ParameterSpace, SearchSpace } from '../../workflows/contracts/sweep.ts';
import { renderValue } from '../../workflows/domain/sweeps/render-value.ts';
import type { HttpClient } from '../http-client.ts';
import { findProject, openProject } from '../projects.ts';
import type { SweepBase, SweepDefinition } from './define-sweep.ts';

type Code = Extract<SweepBase, { code: string }>;
interface Found {
  id: string;
  script?: { diff?: string; requirements?: { pip?: string } };
}

/** Id of the task whose copies are the trials. Makes it from its code when there is none yet like it. Throws Error when it does not exist. */
export async function resolveBase(client: HttpClient, { base, spec }: Pick<SweepDefinition, 'base' | 'spec'>): Promise<string> {
  if (typeof base === 'string') return base;
  if ('code' in base) return ofCode(client, base, spec);
  const project = await findProject(client, base.project);
  const [task] = project ? await newest(client, project, base.name) : [];
  if (!task) throw new Error(`base: no task "${base.name}" in the project "${base.project}"`);
  return task.id;
}

async function ofCode(
  client: HttpClient,
  base: Code,
  { project: name, name: sweep, space }: SweepDefinition['spec'],
): Promise<string> {
  const project = await openProject(client, { name });
  const task = `${sweep}: base`;
  const pip = (base.packages ?? []).join('\n');
  const alike = ({ script }: Found) => script?.diff === base.code && (script.requirements?.pip ?? '') === pip;
  const known = (await newest(client, project, task)).find(alike);
  if (known) return known.id;
  const script = {
    repository: '',
    entry_point: base.entryPoint ?? 'trial.py',
    working_dir: '.',
    diff: base.code,
    requirements: { pip },
    binary: base.binary ?? 'python3',
  };
  const { server } = await client.request<{ server: { filesUrl: string } }>('GET', '/api/me');
  const hyperparams = declare(space);
  const content = { project, name: task, type: 'training', script, hyperparams, output_dest: server.filesUrl };
  const { id } = await client.call<{ id: string }>('tasks.create', content);
  return id;
}

/** The parameters that trials will have, each with some value. */
function declare(space: SearchSpace): Record<string, Record<string, object>> {
  const sections: Record<string, Record<string, object>> = {};
  for (const [key, value] of Object.entries(space).flatMap(([name, part]) => firstValues(name, part))) {
    const [section = '', ...rest] = key.split('/');
    const name = rest.join('/');
    sections[section] = { ...sections[section], [name]: { section, name, ...renderValue(value) } };
  }
  return sections;
}

function firstValues(name: string, space: ParameterSpace): [string, unknown][] {
  if (space.kind === 'set') return Object.entries(space.values[0] ?? {});
  return [[name, space.kind === 'choice' ? space.values[0] : space.min]];
}

async function newest(client: HttpClient, project: string, name: string): Promise<Found[]> {
  const { tasks } = await client.call<{ tasks: (Found & { name: string })[] }>('tasks.get_all', {
    project: [project],
    name: `^${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`,
    only_fields: ['id', 'name', 'script.diff', 'script.requirements'],
    order_by: ['-created'],
    page: 0,
    page_size: 10,
  });
  return tasks.filter((task) => task.name === name);
}
