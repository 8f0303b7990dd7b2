import { createEndpoints } from './create.ts';
import { facetEndpoints } from './facets.ts';
import { readEndpoints } from './read.ts';
import { readExEndpoints } from './read-ex.ts';
import { tagEndpoints } from './tags.ts';
import { writeEndpoints } from './write.ts';

export const projectEndpoints = [
  ...createEndpoints,
  ...readEndpoints,
  ...readExEndpoints,
  ...writeEndpoints,
  ...facetEndpoints,
  ...tagEndpoints,
];
