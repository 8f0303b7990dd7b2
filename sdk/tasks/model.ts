import type { CallOptions, HttpClient } from '../http-client.ts';

/** A model as the server has registered it. */
export interface Model {
  id: string;
  name: string;
  /** Where its weights are. */
  url: string;
  framework: string;
  tags: string[];
  /** Whether it is published. */
  ready: boolean;
}

interface ModelDocument {
  id: string;
  name: string;
  uri?: string;
  framework?: string;
  tags?: string[];
  ready?: boolean;
}

/** Reads models by id, in the order asked for; those that are gone are left out. */
export async function findModels(client: HttpClient, ids: string[], options: CallOptions): Promise<Model[]> {
  if (ids.length === 0) return [];
  const fields = ['id', 'name', 'uri', 'framework', 'tags', 'ready'];
  const { models } = await client.call<{ models: ModelDocument[] }>('models.get_all', { id: ids, only_fields: fields }, options);
  const byId = new Map(models.map((model) => [model.id, model]));
  return ids.flatMap((id) => {
    const found = byId.get(id);
    if (!found) return [];
    const { name, uri = '', framework = '', tags = [], ready = false } = found;
    return [{ id, name, url: uri, framework, tags, ready }];
  });
}
