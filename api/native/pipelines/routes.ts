import { changeRoutes } from './change.ts';
import { readRoutes } from './read.ts';
import { startRoutes } from './start.ts';
import { workerRoutes } from './worker.ts';

export const pipelineRoutes = [...readRoutes, ...startRoutes, ...changeRoutes, ...workerRoutes];
