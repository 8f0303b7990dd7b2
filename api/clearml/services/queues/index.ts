import { createEndpoints } from './create.ts';
import { nextTaskEndpoints } from './next-task.ts';
import { readEndpoints } from './read.ts';

export const queueEndpoints = [...createEndpoints, ...readEndpoints, ...nextTaskEndpoints];
