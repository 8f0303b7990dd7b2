import { propertyEndpoints } from './properties.ts';
import { readEndpoints } from './read.ts';
import { reportEndpoints } from './reports.ts';
import { statsEndpoints } from './stats.ts';

export const workerEndpoints = [...readEndpoints, ...reportEndpoints, ...statsEndpoints, ...propertyEndpoints];
