import { z } from 'zod';
import { TOPICS } from '../live/events.ts';
import { streamLive } from '../live/stream.ts';
import { defineRoute } from './route.ts';

const MOST_TOPICS = 200;

const topic = z.union([
  z.enum(TOPICS),
  z
    .string()
    .regex(
      /^(task|sweep|pipeline|autoscaler):[\w-]{1,64}$/,
      `a topic is one of ${TOPICS.join(', ')}, task:<id>, sweep:<id>, pipeline:<run> or autoscaler:<id>`,
    ),
]);

const live = defineRoute({
  method: 'get',
  path: '/live',
  needs: 'read',
  summary: 'Tells by server-sent events what changed, as long as the session lasts',
  query: z.object({
    topics: z
      .string()
      .transform((text) => [...new Set(text.split(','))])
      .pipe(z.array(topic).max(MOST_TOPICS)),
  }),
  async handle({ api, query: { topics }, ctx }) {
    await streamLive(api, ctx, { topics });
  },
});

export const liveRoutes = [live];
