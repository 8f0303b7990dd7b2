import { agentRoutes } from './agents/routes.ts';
import { autoscalerRoutes } from './autoscalers/routes.ts';
import { eventRoutes } from './events/routes.ts';
import { healthRoutes } from './health.ts';
import { liveRoutes } from './live.ts';
import { machineRoutes } from './machines/routes.ts';
import { openApiRoute } from './openapi.ts';
import { pipelineRoutes } from './pipelines/routes.ts';
import { queueRoutes } from './queues/routes.ts';
import type { Route } from './route.ts';
import { runRoutes } from './runs/routes.ts';
import { credentialsRoutes } from './session/credentials.ts';
import { loginRoutes } from './session/login.ts';
import { meRoutes } from './session/me.ts';
import { sweepRoutes } from './sweeps/routes.ts';
import { taskRoutes } from './tasks/routes.ts';
import { temporalRoutes } from './temporal.ts';
import { userRoutes } from './users.ts';
import { workerRoutes } from './workers/routes.ts';

/** Every route under `/api`. A new group is added here and nowhere else. */
export const routes: readonly Route[] = [
  ...healthRoutes,
  ...loginRoutes,
  ...meRoutes,
  ...credentialsRoutes,
  ...userRoutes,
  ...agentRoutes,
  ...runRoutes,
  ...machineRoutes,
  ...autoscalerRoutes,
  ...taskRoutes,
  ...sweepRoutes,
  ...eventRoutes,
  ...pipelineRoutes,
  ...queueRoutes,
  ...workerRoutes,
  ...liveRoutes,
  ...temporalRoutes,
  openApiRoute(() => routes),
];
