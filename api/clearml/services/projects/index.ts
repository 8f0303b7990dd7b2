import { createEndpoints } from './create.ts';
import { readEndpoints } from './read.ts';

export const projectEndpoints = [...createEndpoints, ...readEndpoints];
