import { archiveEndpoints } from './archive.ts';
import { artifactEndpoints } from './artifacts.ts';
import { cloneEndpoints } from './clone.ts';
import { configurationEndpoints } from './configuration.ts';
import { createEndpoints } from './create.ts';
import { deleteEndpoints } from './delete.ts';
import { editEndpoints } from './edit.ts';
import { miscEndpoints } from './misc.ts';
import { parameterEndpoints } from './parameters.ts';
import { queueingEndpoints } from './queueing.ts';
import { readEndpoints } from './read.ts';
import { readExEndpoints } from './read-ex.ts';
import { transitionEndpoints } from './transitions.ts';
import { manyTransitionEndpoints } from './transitions-many.ts';

export const taskEndpoints = [
  ...createEndpoints,
  ...readEndpoints,
  ...readExEndpoints,
  ...editEndpoints,
  ...transitionEndpoints,
  ...manyTransitionEndpoints,
  ...queueingEndpoints,
  ...cloneEndpoints,
  ...deleteEndpoints,
  ...archiveEndpoints,
  ...parameterEndpoints,
  ...configurationEndpoints,
  ...artifactEndpoints,
  ...miscEndpoints,
];
