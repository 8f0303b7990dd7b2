import { preferenceEndpoints } from './preferences.ts';
import { readEndpoints } from './read.ts';

export const userEndpoints = [...readEndpoints, ...preferenceEndpoints];
