import { changeRoutes } from './change.ts';
import { readRoutes } from './read.ts';
import { startRoutes } from './start.ts';

export const pipelineRoutes = [...readRoutes, ...startRoutes, ...changeRoutes];
