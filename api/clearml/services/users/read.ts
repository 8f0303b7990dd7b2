import { z } from 'zod';
import { COMPANY } from '../../documents/company.ts';
import { getUser, listUsers } from '../../documents/users.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { listRequest } from '../../query/request.ts';

const document = z.record(z.string(), z.unknown());
const response = z.object({ users: z.array(document), scroll_id: z.string().optional() });

const getCurrentUser = defineEndpoint({
  name: 'users.get_current_user',
  needs: 'self',
  summary: 'Who calls',
  request: z.object({}),
  response: z.object({ user: document, settings: document, getting_started: document }),
  async handle({ api, principal }) {
    const user = await getUser(api.db.em.fork(), principal.userId);
    return {
      user: { ...user, company: COMPANY },
      settings: { max_download_items: 50_000 },
      getting_started: {
        agentName: 'clearml',
        configure: 'clearml-init',
        install: 'pip install clearml',
        packageName: 'clearml',
      },
    };
  },
});

const getById = defineEndpoint({
  name: 'users.get_by_id',
  needs: 'read',
  summary: 'One user',
  request: z.object({ user: z.string().min(1) }),
  response: z.object({ user: document }),
  async handle({ api }, { user }) {
    return { user: await getUser(api.db.em.fork(), user) };
  },
});

const getAll = defineEndpoint({
  name: 'users.get_all',
  needs: 'read',
  summary: 'The users that meet all the conditions',
  request: listRequest,
  response,
  async handle({ api }, request) {
    const { documents, scrollId } = await listUsers(api.db.em.fork(), request);
    return { users: documents, ...(scrollId ? { scroll_id: scrollId } : {}) };
  },
});

const getAllEx = defineEndpoint({
  name: 'users.get_all_ex',
  needs: 'read',
  summary: 'The users that meet all the conditions, with their company in the place of its id',
  request: listRequest,
  response,
  async handle({ api }, request) {
    const { documents, scrollId } = await listUsers(api.db.em.fork(), request);
    const users = documents.map((user) => (user.company ? { ...user, company: { id: user.company } } : user));
    return { users, ...(scrollId ? { scroll_id: scrollId } : {}) };
  },
});

export const readEndpoints = [getCurrentUser, getById, getAll, getAllEx];
