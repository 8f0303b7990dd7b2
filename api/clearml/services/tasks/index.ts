import { createEndpoints } from './create.ts';
import { editEndpoints } from './edit.ts';
import { queueingEndpoints } from './queueing.ts';
import { readEndpoints } from './read.ts';
import { transitionEndpoints } from './transitions.ts';

export const taskEndpoints = [
  ...createEndpoints,
  ...readEndpoints,
  ...editEndpoints,
  ...transitionEndpoints,
  ...queueingEndpoints,
];
