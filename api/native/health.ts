import { z } from 'zod';
import { defineRoute } from './route.ts';

const health = defineRoute({
  method: 'get',
  path: '/health',
  needs: 'nothing',
  summary: 'Whether the server can work: answers 500 while Postgres is away',
  response: z.object({ status: z.literal('ok') }),
  async handle({ api }) {
    await api.db.em.fork().execute('select 1');
    return { status: 'ok' };
  },
});

export const healthRoutes = [health];
