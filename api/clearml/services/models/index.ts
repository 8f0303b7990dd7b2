import { frameworkEndpoints } from './frameworks.ts';
import { lifecycleEndpoints } from './lifecycle.ts';
import { metadataEndpoints } from './metadata.ts';
import { readEndpoints } from './read.ts';
import { writeEndpoints } from './write.ts';

export const modelEndpoints = [
  ...readEndpoints,
  ...writeEndpoints,
  ...metadataEndpoints,
  ...lifecycleEndpoints,
  ...frameworkEndpoints,
];
