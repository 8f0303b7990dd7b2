import { z } from 'zod';
import { Refusal } from '../../../activities/db/errors.ts';
import { claimForAgent } from '../../../activities/db/queues/claim.ts';
import { recordHeartbeat } from '../../../activities/db/workers/heartbeat.ts';
import { registerAgent } from '../../../activities/db/workers/register-agent.ts';
import { requireAgent } from '../../../activities/db/workers/require-agent.ts';
import { unregisterAgent } from '../../../activities/db/workers/unregister-agent.ts';
import type { ClaimResponse, HeartbeatResponse, RegisterAgentResponse } from '../../../workflows/contracts/agent-api.ts';
import { activityOf } from '../../../workflows/domain/working-hours/activity.ts';
import { defineRoute } from '../route.ts';
import { claimRequest, heartbeatRequest, registerRequest, unregisterRequest } from './schemas.ts';

const params = z.object({ worker: z.string() });

const register = defineRoute({
  method: 'post',
  path: '/agents/register',
  needs: 'serve',
  summary: 'Enters an agent, or the same agent again',
  body: registerRequest,
  async handle({ api, principal, body, ctx }): Promise<RegisterAgentResponse> {
    const queues = await registerAgent(api.db, { request: body, userId: principal.userId, ip: ctx.ip, now: api.now() });
    const { publicAddress: address, namespace } = api.options.temporal;
    return { worker: body.worker, queues, temporal: { address, namespace } };
  },
});

const heartbeat = defineRoute({
  method: 'post',
  path: '/agents/:worker/heartbeat',
  needs: 'serve',
  summary: 'Says that an agent and its runs are alive; answers the runs that it must end',
  params,
  body: heartbeatRequest,
  async handle({ api, principal, params: { worker }, body }): Promise<HeartbeatResponse> {
    const identity = { worker, instance: body.instance, userId: principal.userId, now: api.now() };
    return recordHeartbeat(api.db, { ...identity, heartbeat: body });
  },
});

const claimNext = defineRoute({
  method: 'post',
  path: '/agents/:worker/claim',
  needs: 'serve',
  summary: 'Takes the first task that the agent may run from the first of these queues that has one',
  params,
  body: claimRequest,
  async handle({ api, principal, params: { worker }, body }): Promise<ClaimResponse> {
    const em = api.db.em.fork();
    const identity = { worker, instance: body.instance, userId: principal.userId, now: api.now() };
    const { draining, launched, hours } = await requireAgent(em, identity);
    if (draining) throw new Refusal('conflict', `worker "${worker}" is draining and takes no more work`, { field: 'worker' });
    const closed = body.queues.filter((queue) => !activityOf(hours, queue, identity.now).active);
    return claimForAgent(api.db, { queues: body.queues, closed, worker, launched });
  },
});

const unregister = defineRoute({
  method: 'post',
  path: '/agents/:worker/unregister',
  needs: 'serve',
  summary: 'Takes an agent off the list',
  params,
  body: unregisterRequest,
  async handle({ api, principal, params: { worker }, body }) {
    await unregisterAgent(api.db, { worker, instance: body.instance, userId: principal.userId, now: api.now() });
    return {};
  },
});

export const agentRoutes = [register, heartbeat, claimNext, unregister];
