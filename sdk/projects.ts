import type { CallOptions, HttpClient } from './http-client.ts';

export interface ProjectInput {
  name: string;
  description?: string;
}

/** Id of a project by its full name, hidden ones too. */
export async function findProject(client: HttpClient, name: string, options: CallOptions = {}): Promise<string | undefined> {
  const pattern = `^${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`;
  const query = { name: pattern, only_fields: ['id', 'name'], search_hidden: true };
  const { projects } = await client.call<{ projects: { id: string; name: string }[] }>('projects.get_all', query, options);
  return projects.find((project) => project.name === name)?.id;
}

/** Id of a project, which is made when it is not there. */
export async function openProject(client: HttpClient, input: ProjectInput, options: CallOptions = {}): Promise<string> {
  const { name, description = '' } = input;
  const known = await findProject(client, name, options);
  return known ?? (await client.call<{ id: string }>('projects.create', { name, description }, options)).id;
}
