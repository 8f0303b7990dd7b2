import type { CallOptions, HttpClient } from '../sdk/http-client.ts';

export interface ProjectInput {
  name: string;
  description?: string;
}

/** The id of a project, which is made when it is not there. */
export async function openProject(
  api: HttpClient,
  { name, description = '' }: ProjectInput,
  options: CallOptions = {},
): Promise<string> {
  const wanted = { name: `^${name}$`, only_fields: ['id'] };
  const { projects } = await api.call<{ projects: { id: string }[] }>('projects.get_all', wanted, options);
  return projects[0]?.id ?? (await api.call<{ id: string }>('projects.create', { name, description }, options)).id;
}
