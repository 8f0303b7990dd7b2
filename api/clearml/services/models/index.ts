import { frameworkEndpoints } from './frameworks.ts';
import { lifecycleEndpoints } from './lifecycle.ts';
import { metadataEndpoints } from './metadata.ts';
import { readEndpoints } from './read.ts';
import { readExEndpoints } from './read-ex.ts';
import { writeEndpoints } from './write.ts';

export const modelEndpoints = [
  ...readEndpoints,
  ...readExEndpoints,
  ...writeEndpoints,
  ...metadataEndpoints,
  ...lifecycleEndpoints,
  ...frameworkEndpoints,
];
