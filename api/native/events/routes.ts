import { consoleRoutes } from './console.ts';
import { plotRoutes } from './plots.ts';
import { scalarRoutes } from './scalars.ts';

export const eventRoutes = [...consoleRoutes, ...scalarRoutes, ...plotRoutes];
