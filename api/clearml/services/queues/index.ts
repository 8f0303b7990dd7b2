import { entryEndpoints } from './entries.ts';
import { metricEndpoints } from './metrics.ts';
import { nextTaskEndpoints } from './next-task.ts';
import { readEndpoints } from './read.ts';
import { readExEndpoints } from './read-ex.ts';
import { writeEndpoints } from './write.ts';

export const queueEndpoints = [
  ...readEndpoints,
  ...readExEndpoints,
  ...writeEndpoints,
  ...entryEndpoints,
  ...nextTaskEndpoints,
  ...metricEndpoints,
];
