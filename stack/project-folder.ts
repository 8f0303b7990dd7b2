import { dirname } from 'node:path';

/** The checkout or the installed package that this file belongs to. */
export const PROJECT_FOLDER = dirname(import.meta.dirname);
