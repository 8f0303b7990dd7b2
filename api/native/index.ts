import { agentRoutes } from './agents/routes.ts';
import { healthRoutes } from './health.ts';
import type { Route } from './route.ts';
import { runRoutes } from './runs/routes.ts';

/** Every route under `/api`. A new group is added here and nowhere else. */
export const routes: readonly Route[] = [...healthRoutes, ...agentRoutes, ...runRoutes];
